package dev.diffract.tests.tensorrt.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.builder.nvidia.cuda.Cuda;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.nvidia.tensorrt.EngineBuild;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.InferLibrary;
import dev.diffract.builder.nvidia.tensorrt.abi.Logger;
import dev.diffract.tests.tensorrt.Graphs;
import dev.diffract.tests.tensorrt.RealTensorRt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine without a GPU answers: our sentence, and TensorRT's own lines beneath it. */
class NoGpuIT {

    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final Logger LOGGER =
            new Logger(RealTensorRt.MAJOR, (severity, line) -> LINES.add(severity + " " + line));

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsAMachineWithoutDriver() {
        assumeTrue(hasNoDriver(), "this machine has an NVIDIA driver; here is tested what one without it answers");
    }

    @Test
    void theLoggerReceivesRealLines() {
        InferLibrary library = InferLibrary.open(RealTensorRt.INFER);
        LINES.clear();

        assertThat(library.createBuilder(LOGGER, RealTensorRt.MAJOR)).isEmpty();

        assertThat(LINES)
                .anyMatch(line -> line.startsWith("2 ") && line.contains("Unable to determine GPU memory usage"))
                .anyMatch(line -> line.startsWith("1 ") && line.contains("CUDA initialization failure with error: 35"));
    }

    /** TensorRT gives a small number instead of a null pointer here. */
    @Test
    void aRuntimeThatWasNotMadeIsNotTouched() {
        InferLibrary library = InferLibrary.open(RealTensorRt.INFER);
        LINES.clear();

        assertThat(library.createRuntime(LOGGER, RealTensorRt.MAJOR)).isEmpty();
        assertThat(LINES).anyMatch(line -> line.startsWith("1 ") && line.contains("error: 35"));
    }

    @Test
    void buildingSaysThatThereIsNoDriver() throws IOException {
        TensorRt tensorRt = TensorRt.load(RealTensorRt.DIRECTORY);
        Path onnx = Graphs.withOperator("Relu", folder);

        assertThatThrownBy(() -> tensorRt.build(EngineBuild.of(onnx, folder.resolve("model.plan"))))
                .isInstanceOf(TensorRtException.class)
                .hasMessageStartingWith("no NVIDIA driver: libcuda.so.1 was not found.")
                .extracting(e -> ((TensorRtException) e).reason())
                .isEqualTo(Reason.NO_DRIVER);
        assertThat(folder.resolve("model.plan")).doesNotExist();
    }

    @Test
    void runningSaysThatThereIsNoDriver() throws IOException {
        TensorRt tensorRt = TensorRt.load(RealTensorRt.DIRECTORY);
        byte[] header = new byte[100];
        System.arraycopy(new byte[] {'f', 't', 'r', 't'}, 0, header, 0, 4);
        System.arraycopy(
                new byte[] {
                    (byte) tensorRt.version().major(),
                    (byte) tensorRt.version().minor(),
                    (byte) tensorRt.version().patch()
                },
                0,
                header,
                24,
                3);
        Path file = Files.write(folder.resolve("model.plan"), header);

        assertThatThrownBy(() -> tensorRt.deserialize(file))
                .hasMessageStartingWith("no NVIDIA driver: libcuda.so.1 was not found.");
    }

    private static boolean hasNoDriver() {
        try {
            Cuda.load();
            return false;
        } catch (CudaException e) {
            return e.getMessage().contains("libcuda.so.1 was not found");
        }
    }
}
