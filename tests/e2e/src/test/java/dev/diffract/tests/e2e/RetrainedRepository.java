package dev.diffract.tests.e2e;

import dev.diffract.builder.graphs.RetrainedGraph;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another checkpoint of the demo model, which draws otherwise, built by the real builder once for all tests of a run. */
final class RetrainedRepository {

    private static final Path BUILT = build();

    /** @param target a path where nothing is */
    static void copyTo(Path target) {
        OverflowingGraph.copy(BUILT, target);
    }

    private static Path build() {
        try {
            Path parent = Files.createDirectories(Programs.home().resolve("tests/e2e/target/repositories"));
            Path directory = Files.createTempDirectory(parent, "retrained-");
            Path model = directory.resolve("model");
            OverflowingGraph.copy(Programs.demoModel(), model);
            RetrainedGraph.make(model.resolve("unet/model.onnx"));
            return BuiltRepository.of(directory, model, directory.resolve("repository"), "--name", "demo");
        } catch (IOException e) {
            throw new UncheckedIOException("no place for another checkpoint's repository", e);
        }
    }

    private RetrainedRepository() {}
}
