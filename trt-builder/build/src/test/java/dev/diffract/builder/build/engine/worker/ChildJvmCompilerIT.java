package dev.diffract.builder.build.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.builder.build.engine.Toolchain;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The child process, as far as it comes without TensorRT; tests/tensorrt goes on from there. */
class ChildJvmCompilerIT {

    @TempDir
    Path directory;

    @Test
    void whatTheWorkerCannotDoIsItsSentence() {
        refused(List.of(), "engine of unet: ", "TensorRT");
    }

    @Test
    void aWorkerThatDoesNotStartIsASentence() {
        refused(List.of("-XX:NoSuchOption=1"), "the process that compiled unet ended with exit code 1; it said: ");
    }

    @Test
    void aWorkerThatCrashesIsASentence() {
        refused(
                List.of("-Xmx2m", "-XX:+CrashOnOutOfMemoryError"),
                "the process that compiled unet ended with exit code 1; it said: ",
                "A fatal error has been detected");
    }

    private void refused(List<String> options, String... sentences) {
        ChildJvmCompiler compiler =
                new ChildJvmCompiler(new Toolchain("10.15.1", "13.0", Optional.empty()), directory, options);
        assertThatThrownBy(() -> compiler.compile(job(), (phase, done, total) -> {}))
                .isInstanceOf(BuildException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(sentences).doesNotContain("\tat "));
        assertThat(directory.resolve("model.plan")).doesNotExist();
    }

    private EngineJob job() {
        return new EngineJob(
                "unet",
                new EngineJob.Files(
                        directory.resolve("model.onnx"),
                        directory.resolve("model.plan"),
                        directory.resolve("timing.cache")),
                List.of(new ShapeProfile(Map.of("x", new ShapeRange(Dims.of(1, 4), Dims.of(1, 4), Dims.of(1, 4))))),
                1 << 20,
                3,
                List.of(new EngineJob.Run(0, 1, 64, 64)));
    }
}
