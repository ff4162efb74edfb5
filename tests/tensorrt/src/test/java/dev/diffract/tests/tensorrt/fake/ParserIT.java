package dev.diffract.tests.tensorrt.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.tensorrt.EngineBuild;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.tests.tensorrt.FakeCuda;
import dev.diffract.tests.tensorrt.FakeTensorRt;
import dev.diffract.tests.tensorrt.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's own parser, filling a network of ours: a real one needs a builder, and a builder needs a GPU. */
class ParserIT {

    private static FakeTensorRt fake;
    private static TensorRt tensorRt;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() throws IOException {
        FakeCuda.install();
        fake = FakeTensorRt.compile();
        tensorRt = fake.load();
    }

    @BeforeEach
    void reset() {
        fake.reset();
    }

    @Test
    void anUnknownOperatorIsNamedWithItsNode() throws IOException {
        Path onnx = Graphs.withOperator("NoSuchOperator", folder);

        refused(onnx)
                .hasMessageStartingWith(
                        "TensorRT's parser does not take " + onnx + ": node 0 'the_node' (NoSuchOperator): ")
                .satisfies(e -> assertThat(((TensorRtException) e).words()).isNotEmpty());
        assertThat(fake.calls()).endsWith("delete config", "delete network", "delete builder");
    }

    @Test
    void aFileThatIsNoGraphIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("model.onnx"), "this is no graph");

        refused(text).hasMessageStartingWith("TensorRT's parser finds no output in " + text + "; is it an ONNX graph?");
    }

    @Test
    void aTruncatedGraphIsRefused() throws IOException {
        Path onnx = Graphs.withOperator("Relu", folder);
        byte[] whole = Files.readAllBytes(onnx);
        Files.write(onnx, Arrays.copyOf(whole, whole.length - 7));

        refused(onnx).hasMessageStartingWith("TensorRT's parser does not take " + onnx + ": ");
    }

    private AbstractThrowableAssert<?, ?> refused(Path onnx) {
        return assertThatThrownBy(() -> tensorRt.build(EngineBuild.of(onnx, folder.resolve("model.plan"))))
                .isInstanceOfSatisfying(
                        TensorRtException.class, e -> assertThat(e.reason()).isEqualTo(Reason.GRAPH));
    }
}
