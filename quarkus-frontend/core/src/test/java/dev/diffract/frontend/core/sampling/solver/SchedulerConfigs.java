package dev.diffract.frontend.core.sampling.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SchedulerConfigFile;
import dev.diffract.repository.layout.SolverConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configurations for tests. */
public final class SchedulerConfigs {

    private SchedulerConfigs() {}

    /** That of Stable Diffusion 1.5, without the keys newer copies add. */
    public static SchedulerConfig stableDiffusion() {
        return stableDiffusion("PNDMScheduler", "epsilon", SolverConfig.NONE);
    }

    public static SchedulerConfig stableDiffusion(String className, String prediction, SolverConfig solver) {
        return new SchedulerConfig(
                className,
                1000,
                0.00085,
                0.012,
                "scaled_linear",
                Optional.empty(),
                prediction,
                1,
                Optional.empty(),
                Optional.of(false),
                Optional.of(false),
                Optional.empty(),
                false,
                solver,
                List.of());
    }

    /** Through the file reader, as in production. */
    public static SchedulerConfig read(JsonNode json, Path directory) {
        ObjectNode named = json.deepCopy();
        named.put("_class_name", "DDIMScheduler");
        Path file = directory.resolve("scheduler_config.json");
        try {
            Files.writeString(file, named.toString());
            return SchedulerConfigFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
