package dev.diffract.tests.tensorrt.fake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.diffract.tests.harness.Interrupts;
import dev.diffract.tests.tensorrt.NativeBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while an engine is built. */
class InterruptIT {

    private static final int INTERRUPTED = 130;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsACompiler() throws IOException {
        NativeBuild.compile("version_only.c", NativeBuild.directory("probe").resolve("probe.so"), "VERSION=1");
    }

    @Test
    void cancelsTheBuildAndCleansUp() throws Exception {
        assumeFalse(Interrupts.areIgnored(), Interrupts.IGNORED);
        Path work = Files.createDirectory(folder.resolve("work"));
        Path begun = folder.resolve("begun");
        Process build = start(work, begun);
        try {
            await().atMost(120, SECONDS).until(() -> Files.exists(begun) || !build.isAlive());
            assertThat(build.isAlive()).as(output()).isTrue();
            new ProcessBuilder("kill", "-INT", String.valueOf(build.pid()))
                    .start()
                    .waitFor();
            assertThat(build.waitFor(60, SECONDS))
                    .as("ends soon after it was interrupted")
                    .isTrue();
        } finally {
            build.destroyForcibly();
        }

        assertThat(build.exitValue()).as(output()).isEqualTo(INTERRUPTED);
        assertThat(folder.resolve("ended"))
                .hasContent(
                        "CANCELLED: the build of " + work.resolve("model.plan") + " was cancelled.\ndelete builder");
        assertThat(work.toFile().list()).containsExactly("Relu.onnx");
    }

    private Process start(Path work, Path begun) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.of("tensorrt.major", "tensorrt.10", "tensorrt.11", "diffract.native", "diffract.built")
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), InterruptedBuild.class.getName()));
        command.addAll(List.of(work.toString(), begun.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }
}
