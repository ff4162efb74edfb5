package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.repository.layout.SchedulerClasses;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SchedulerConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A {@code scheduler_config.json} that leaves keys out is one that says diffusers' defaults, which
 * {@code tests/parity/record_scheduler_configs.py} recorded: so it is drawn with, and so it is told.
 */
class LeftOutKeysTest {

    /** What says which class it is and what the model was trained with. */
    private static final List<String> SAID = List.of("_class_name", "beta_start", "beta_end", "beta_schedule");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    @TempDir
    Path directory;

    static Stream<String> classes() {
        return SchedulerClasses.DRAWN.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("classes")
    void areAsTheirClassHasThem(String className) throws IOException {
        ObjectNode whole = recorded(className);
        ObjectNode bare = whole.deepCopy().retain(SAID);
        if (whole.has("skip_prk_steps")) {
            bare.put("skip_prk_steps", true);
        }
        SchedulerConfig said = SchedulerConfigFile.require(write(whole));
        Path file = write(bare);
        SchedulerConfig leftOut = SchedulerConfigFile.require(file);

        for (int steps : new int[] {1, 4, 11}) {
            assertThat(latents(className, leftOut, steps)).isEqualTo(latents(className, said, steps));
        }
        String remark = String.join("\n", SchedulerConfigFile.remarks(file));
        List<String> told = whole.properties().stream()
                .filter(entry -> remark.contains(entry.getKey() + " ("))
                .peek(entry -> assertThat(remark)
                        .contains(entry.getKey() + " (" + entry.getValue().asText() + ")"))
                .map(entry -> entry.getKey())
                .toList();
        assertThat(told).contains("prediction_type", "num_train_timesteps").hasSizeGreaterThan(3);
    }

    private static ObjectNode recorded(String className) throws IOException {
        String text = className.equals("PNDMScheduler") ? "PNDM, skip_prk_steps" : className;
        ObjectNode whole = (ObjectNode) JSON.readTree(
                Vectors.read("scheduler-configs.json").path("texts").path(text).asText());
        return className.equals("PNDMScheduler") ? whole.put("steps_offset", 0) : whole;
    }

    private Path write(ObjectNode config) throws IOException {
        return Files.writeString(directory.resolve("scheduler_config.json"), config.toString());
    }

    private static float[] latents(String className, SchedulerConfig config, int steps) {
        Sampler sampler = Samplers.find(className).orElseThrow().create(config, steps);
        SamplerState state = sampler.begin(TorchGenerator.seeded(7), 16);
        while (!sampler.isDone(state)) {
            float[] input = sampler.modelInput(state).values();
            float[] output = new float[input.length];
            for (int i = 0; i < output.length; i++) {
                output[i] = (float) Math.sin(3 * input[i] + sampler.timestep(state.call()));
            }
            state = sampler.advance(state, output);
        }
        return state.latents();
    }
}
