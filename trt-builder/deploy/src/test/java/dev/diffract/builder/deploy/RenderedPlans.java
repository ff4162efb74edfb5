package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.live.SavedTexts;
import dev.diffract.builder.planning.lock.Lock;
import dev.diffract.builder.planning.lock.LockMaker;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A plan in a directory of its own, and what is rendered of it. */
@SuppressWarnings("unchecked")
abstract class RenderedPlans {

    static final String TWO_ALIKE = "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15, count: 2}]}";

    @TempDir
    Path directory;

    Plan plan(String repositories, String gpus, String rest) throws IOException {
        return PlanReader.read(
                Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: %s
                models:
                  sd15: {source: sd15, resolutions: [512x512]}
                  other: {source: other, resolutions: [512x512]}
                gpus:
                  - %s
                %s
                """.formatted(repositories, gpus, rest)));
    }

    static String text(List<RenderedFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .text();
    }

    static Map<String, Object> yaml(List<RenderedFile> files, String path) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text(files, path));
    }

    static Map<String, Map<String, Object>> services(List<RenderedFile> files) {
        return (Map<String, Map<String, Object>>) yaml(files, "compose.yaml").get("services");
    }

    static Object at(Object tree, Object... path) {
        Object value = tree;
        for (Object step : path) {
            value = step instanceof Integer index ? ((List<?>) value).get(index) : ((Map<?, ?>) value).get(step);
        }
        return value;
    }

    List<RenderedFile> render(Plan plan, Optional<Lock> lock) {
        return PlanRenderer.render(plan, lock, "diffract.lock.yaml");
    }

    static Lock lock(Plan plan, String... lines) throws IOException {
        Path list =
                Files.writeString(Files.createTempFile(plan.file().getParent(), "list", ""), String.join("\n", lines));
        return LockMaker.make(
                plan,
                new SavedTexts(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(list))
                        .read());
    }

    static final String[] LIST = {
        "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-c08d91cb-e324-655c-71ba-7570956445bc)",
        "  MIG 3g.40gb     Device  0: (UUID: MIG-405bbda1-6b05-535f-9702-f95e8cd170ce)",
        "  MIG 3g.40gb     Device  1: (UUID: MIG-df7e5a27-eeea-51a0-9055-b36d5a552879)"
    };
}
