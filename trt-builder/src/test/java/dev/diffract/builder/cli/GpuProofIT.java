package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command for machines with a GPU, on a machine without one, or one that is told not to use it. */
class GpuProofIT {

    private static final Path HOME = Path.of(System.getProperty("diffract.home"));

    @TempDir
    private Path directory;

    @Test
    void withoutAGpuItSaysSoAndLeavesNothingBehind() throws Exception {
        Path work = directory.resolve("work");
        Path document = HOME.resolve("docs/gpu-proof.md");
        byte[] before = Files.readAllBytes(document);

        Outcome outcome = run("deploy/gpu-proof/run", "--work", work.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).matches("(?s)diffract: no (NVIDIA driver|GPU): [^\\n]+\\n");
        assertThat(work).doesNotExist();
        assertThat(document).hasBinaryContent(before);
    }

    @Test
    void itsOptionsAreExplained() throws Exception {
        assertThat(run("deploy/gpu-proof/run", "--help").out()).contains("--work DIR", "TENSORRT_DIR");
        assertThat(run("deploy/gpu-proof/run", "--wrok").err())
                .isEqualTo("gpu-proof: unknown option '--wrok': see --help.\n");
        assertThat(run("deploy/gpu-proof/run", "--work").err()).isEqualTo("gpu-proof: --work needs a directory.\n");
    }

    @Test
    void theDeviceCommandSaysThatThereIsNone() throws Exception {
        Outcome outcome = run("diffract", "device");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("diffract: no ").doesNotContain("\tat ");
    }

    private Outcome run(String program, String... arguments) throws IOException, InterruptedException {
        File out = directory.resolve("out").toFile();
        File err = directory.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder()
                .directory(HOME.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.command().add(HOME.resolve(program).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("CUDA_VISIBLE_DEVICES", "-1");
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }
}
