package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineHeaderTest {

    private static final TensorRtVersion HERE = new TensorRtVersion(10, 15, 1);

    @TempDir
    private Path folder;

    @Test
    void saysWhoBuiltThePlan() throws IOException {
        Path file = write(header(0, 10, 15, 1, 29));

        assertThat(EngineHeader.read(file).builtBy()).contains(HERE);
        assertThatCode(() -> EngineHeader.read(file).requireBuiltBy(HERE, file)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherVersionBeforeAnythingIsLoaded() throws IOException {
        Path file = write(header(0, 11, 2, 1, 2));

        assertThatThrownBy(() -> EngineHeader.read(file).requireBuiltBy(HERE, file))
                .hasMessage(
                        file + " was built by TensorRT 11.2.1 and runs on that version only; this is TensorRT 10.15.1."
                                + " Build it again, or use the other version.")
                .extracting(e -> ((TensorRtException) e).reason())
                .isEqualTo(Reason.VERSION_MISMATCH);
    }

    @Test
    void leavesANewerFormatToTensorRt() throws IOException {
        Path file = write(header(1, 11, 2, 1, 2));

        assertThat(EngineHeader.read(file).builtBy()).isEmpty();
        assertThatCode(() -> EngineHeader.read(file).requireBuiltBy(HERE, file)).doesNotThrowAnyException();
    }

    @Test
    void refusesAFileThatIsNoPlan() throws IOException {
        Path text = write("this is a text and surely not an engine".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> EngineHeader.read(text))
                .hasMessage(text + " is no TensorRT engine file: it does not start as one. Build it again.");
    }

    @Test
    void refusesATruncatedHeader() throws IOException {
        Path file = write(Arrays.copyOf(header(0, 10, 15, 1, 29), 27));

        assertThatThrownBy(() -> EngineHeader.read(file))
                .extracting(e -> ((TensorRtException) e).reason())
                .isEqualTo(Reason.NOT_AN_ENGINE);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> EngineHeader.read(folder.resolve("missing.plan")))
                .hasMessage("the engine file " + folder.resolve("missing.plan") + " cannot be read.");
    }

    private static byte[] header(int format, int... version) {
        byte[] bytes = new byte[64];
        System.arraycopy("ftrt".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
        bytes[4] = (byte) format;
        for (int i = 0; i < version.length; i++) {
            bytes[24 + i] = (byte) version[i];
        }
        return bytes;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.plan"), bytes);
    }
}
