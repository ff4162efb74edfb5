package dev.diffract.tests.tensorrt.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import dev.diffract.tests.tensorrt.NativeBuild;
import dev.diffract.tests.tensorrt.RealTensorRt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no TensorRT of ours is refused with a sentence, before a slot is touched. */
class RefusalIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"8, 8601, 8.6.1", "9, 9300, 9.3.0", "10, 100000, 10.0.0", "10, 101401, 10.14.1", "12, 120000, 12.0.0"})
    void versionsWithoutATable(int major, int number, String version) throws IOException {
        Path library =
                NativeBuild.compile("version_only.c", folder.resolve("libnvinfer.so." + major), "VERSION=" + number);

        refused(folder, Reason.UNSUPPORTED_VERSION)
                .hasMessage(library + " is TensorRT " + version
                        + ", which this program cannot call. It can call 10.15 and" + " later 10, and any 11.");
    }

    @Test
    void aDirectoryWithoutTensorRt() {
        refused(folder, Reason.LIBRARY_NOT_FOUND)
                .hasMessageStartingWith("TensorRT was not found: no libnvinfer.so.11 or libnvinfer.so.10 in " + folder);
    }

    @Test
    void aDirectoryThatIsNotThere() {
        refused(folder.resolve("missing"), Reason.LIBRARY_NOT_FOUND)
                .hasMessage("there is no directory " + folder.resolve("missing") + " to find TensorRT's libraries in.");
    }

    @Test
    void anotherLibraryOfTensorRt() {
        Path parser = RealTensorRt.directory(Major.TEN).resolve("libnvonnxparser.so.10");

        refused(parser, Reason.NOT_TENSORRT)
                .hasMessage(parser + " is not TensorRT's libnvinfer: it has no function getInferLibVersion.");
    }

    @Test
    void aTextFile() throws IOException {
        Path text = Files.writeString(folder.resolve("libnvinfer.so.10"), "INPUT(libnvinfer.so.10.15.1)\n");

        refused(folder, Reason.NOT_TENSORRT)
                .hasMessage(text + " cannot be loaded as a TensorRT library: it is no shared library.");
    }

    @Test
    void aTruncatedLibrary() throws IOException {
        Path truncated = folder.resolve("libnvinfer.so.11");
        try (InputStream whole =
                Files.newInputStream(RealTensorRt.directory(Major.ELEVEN).resolve("libnvinfer.so.11"))) {
            Files.write(truncated, whole.readNBytes(1 << 20));
        }

        refused(folder, Reason.NOT_TENSORRT)
                .hasMessageStartingWith(
                        truncated + " cannot be loaded as a TensorRT library: it is cut short, with 1048576 of ");
    }

    @Test
    void aTensorRtWithoutItsParser() throws IOException {
        NativeBuild.compile("version_only.c", folder.resolve("libnvinfer.so.11"), "VERSION=110201");

        refused(folder, Reason.LIBRARY_NOT_FOUND)
                .hasMessage("TensorRT's ONNX parser was not found: " + folder.resolve("libnvonnxparser.so.11")
                        + " is missing; it belongs beside libnvinfer.");
    }

    @Test
    void aParserThatIsNone() throws IOException {
        NativeBuild.compile("version_only.c", folder.resolve("libnvinfer.so.11"), "VERSION=110201");
        NativeBuild.compile("version_only.c", folder.resolve("libnvonnxparser.so.11"), "VERSION=110201");

        refused(folder, Reason.NOT_TENSORRT)
                .hasMessageStartingWith(
                        folder.resolve("libnvonnxparser.so.11") + " cannot be loaded as a TensorRT library: ");
    }

    private static AbstractThrowableAssert<?, ?> refused(Path named, Reason reason) {
        return assertThatThrownBy(() -> TensorRt.load(named))
                .isInstanceOfSatisfying(
                        TensorRtException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
