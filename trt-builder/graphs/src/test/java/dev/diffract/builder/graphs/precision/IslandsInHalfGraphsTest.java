package dev.diffract.builder.graphs.precision;

import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Islands of graphs that come in FP16. */
class IslandsInHalfGraphsTest {

    @TempDir
    Path directory;

    @Test
    void aGraphInFp16KeepsWhatItComputesInFp32() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT16, 2, 2)
                .node("p", "MatMul", "x", "x")
                .cast("p32", FLOAT, "p")
                .node("r", "Relu", "p32")
                .cast("y", FLOAT16, "r")
                .output("y", FLOAT16, 2, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.operators(half)).containsExactly("MatMul", "Cast", "Relu", "Cast");
        assertThat(ReadGraphs.singles(half)).containsExactly("r");
    }

    @Test
    void aGraphInFp16GetsIslandsItLacks() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT16, 2, 2)
                .node("p", "MatMul", "x", "x")
                .node("s", "Softmax", "p")
                .node("y", "MatMul", "s", "x")
                .output("y", FLOAT16, 2, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.operators(half)).containsExactly("MatMul", "Cast", "Softmax", "Cast", "MatMul");
    }

    @Test
    void aGraphThatOnlyStoresFp16WorksInFp16WithoutCasts() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2, 2)
                .tensor(TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(FLOAT16.getNumber())
                        .addAllDims(List.of(2L, 2L))
                        .addAllInt32Data(List.of(0x3c00, 0, 0, 0x3c00))
                        .build())
                .cast("w32", FLOAT, "w")
                .node("y", "MatMul", "x", "w32")
                .output("y", FLOAT, 2, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.operators(half)).containsExactly("MatMul");
        assertThat(ReadGraphs.constant(half, "w").getInt32DataList()).containsExactly(0x3c00, 0, 0, 0x3c00);
    }
}
