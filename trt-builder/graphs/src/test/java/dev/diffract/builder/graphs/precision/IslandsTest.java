package dev.diffract.builder.graphs.precision;

import static dev.diffract.builder.graphs.proto.TensorProto.DataType.BOOL;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT16;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.graphs.proto.GraphProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IslandsTest {

    private static final float LARGEST_NEGATIVE = -3.4028235e38f;

    @TempDir
    Path directory;

    @Test
    void aNormalisationWorksInFp32BetweenTwoCasts() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2, 4)
                .floats("w", 1, 2, 3, 4)
                .floats("b", 0, 1, 0, 1)
                .node("n", "LayerNormalization", "x", "w", "b")
                .node("y", "Relu", "n")
                .output("y", FLOAT, 2, 4)
                .inHalf(directory);

        assertThat(ReadGraphs.operators(half)).containsExactly("Cast", "LayerNormalization", "Cast", "Relu");
        assertThat(ReadGraphs.singles(half)).containsExactly("n");
        assertThat(ReadGraphs.constant(half, "w").getDataType()).isEqualTo(FLOAT.getNumber());
    }

    @Test
    void aNormalisationWrittenOutWorksInFp32UpToTheDivision() throws IOException {
        GraphProto half = new TinyGraph()
                .opset(18)
                .input("x", FLOAT, 2, 4)
                .floats("two", 2)
                .floats("eps", 1e-5f)
                .floats("w", 1, 2, 3, 4)
                .longs("axis", -1)
                .node("mean", "ReduceMean", "x", "axis")
                .node("centred", "Sub", "x", "mean")
                .node("square", "Pow", "centred", "two")
                .node("variance", "ReduceMean", "square", "axis")
                .node("shifted", "Add", "variance", "eps")
                .node("deviation", "Sqrt", "shifted")
                .node("normal", "Div", "centred", "deviation")
                .node("y", "Mul", "normal", "w")
                .output("y", FLOAT, 2, 4)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half))
                .containsExactly("mean", "centred", "square", "variance", "shifted", "deviation", "normal");
        assertThat(ReadGraphs.casts(half)).hasSize(2);
        assertThat(ReadGraphs.constant(half, "w").getDataType()).isEqualTo(FLOAT16.getNumber());
    }

    @Test
    void aMeanOfSquaresIsWorkedOutOfSquaresInFp32() throws IOException {
        GraphProto half = new TinyGraph()
                .opset(18)
                .input("x", FLOAT, 2, 4)
                .floats("eps", 1e-6f)
                .longs("axis", -1)
                .node("square", "Mul", "x", "x")
                .node("mean", "ReduceMean", "square", "axis")
                .node("shifted", "Add", "mean", "eps")
                .node("root", "Sqrt", "shifted")
                .node("scale", "Reciprocal", "root")
                .node("y", "Mul", "x", "scale")
                .output("y", FLOAT, 2, 4)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).containsExactly("square", "mean", "shifted", "root", "scale", "y_fp32");
    }

    @Test
    void aSoftmaxTakesItsScaleAndItsMaskAlong() throws IOException {
        GraphProto half = new TinyGraph()
                .input("q", FLOAT, 2, 2)
                .floats("scale", 0.5f)
                .floats("mask", 0, LARGEST_NEGATIVE)
                .node("scores", "MatMul", "q", "q")
                .node("scaled", "Mul", "scores", "scale")
                .node("masked", "Add", "scaled", "mask")
                .node("weights", "Softmax", "masked")
                .node("y", "MatMul", "weights", "q")
                .output("y", FLOAT, 2, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).containsExactly("scaled", "masked", "weights");
        assertThat(ReadGraphs.casts(half)).hasSize(2);
        assertThat(ReadGraphs.constant(half, "mask").getDataType()).isEqualTo(FLOAT.getNumber());
    }

    @Test
    void aMaskMadeOfALargeConstantStaysInFp32AllTheWay() throws IOException {
        GraphProto half = new TinyGraph()
                .input("scores", FLOAT, 2, 2)
                .input("allowed", BOOL, 2, 2)
                .floats("zero", 0)
                .floats("never", LARGEST_NEGATIVE)
                .longs("axis", 0)
                .node("mask", "Where", "allowed", "zero", "never")
                .node("wide", "Unsqueeze", "mask", "axis")
                .node("masked", "Add", "scores", "wide")
                .node("y", "Softmax", "masked")
                .output("y", FLOAT, 1, 2, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).containsExactly("mask", "wide", "masked", "y_fp32");
    }

    @Test
    void infinityIsAMaskThatFp16Holds() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2)
                .floats("never", 0, Float.NEGATIVE_INFINITY)
                .node("y", "Add", "x", "never")
                .output("y", FLOAT, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).isEmpty();
    }

    @Test
    void cubesStayInFp32UntilTheyAreBounded() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2)
                .floats("three", 3)
                .floats("c", 0.044715f)
                .floats("k", 0.797885f)
                .node("cube", "Pow", "x", "three")
                .node("small", "Mul", "cube", "c")
                .node("sum", "Add", "x", "small")
                .node("inner", "Mul", "sum", "k")
                .node("gate", "Tanh", "inner")
                .node("y", "Mul", "x", "gate")
                .output("y", FLOAT, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).containsExactly("cube", "small", "sum", "inner", "gate");
    }

    @Test
    void anglesAreWorkedOutInFp32FromTheTimestepOn() throws IOException {
        GraphProto half = new TinyGraph()
                .input("timestep", INT64, 2)
                .floats("frequencies", 1, 0.5f)
                .longs("axis", 1)
                .cast("t", FLOAT, "timestep")
                .node("column", "Unsqueeze", "t", "axis")
                .node("angles", "Mul", "column", "frequencies")
                .node("y", "Sin", "angles")
                .output("y", FLOAT, 2, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.operators(half)).containsExactly("Cast", "Unsqueeze", "Mul", "Sin", "Cast");
        assertThat(half.getNode(0).getAttribute(0).getI()).isEqualTo(FLOAT.getNumber());
    }

    @Test
    void whatOnlyDependsOnShapesIsWorkedOutInFp32AndCastOnce() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2, 4)
                .longs("last", 1)
                .node("shape", "Shape", "x")
                .node("width", "Gather", "shape", "last")
                .cast("size", FLOAT, "width")
                .node("root", "Sqrt", "size")
                .node("y", "Div", "x", "root")
                .output("y", FLOAT, 2, 4)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).containsExactly("size", "root");
        assertThat(ReadGraphs.casts(half)).hasSize(2);
    }

    @Test
    void anEpsilonThatFp16DoesNotHoldKeepsItsReaderInFp32() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2)
                .floats("eps", 1e-9f)
                .node("safe", "Max", "x", "eps")
                .node("y", "Relu", "safe")
                .output("y", FLOAT, 2)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).containsExactly("safe");
        assertThat(ReadGraphs.constant(half, "eps").getFloatData(0)).isEqualTo(1e-9f);
    }

    @Test
    void weightsBeyondFp16KeepTheirProductInFp32() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2)
                .floats("w", 1e5f, 1)
                .node("p", "MatMul", "x", "w")
                .node("y", "Relu", "p")
                .output("y", FLOAT)
                .inHalf(directory);

        assertThat(ReadGraphs.singles(half)).containsExactly("p");
    }

    @Test
    void scalesOfAResizeAreFp32() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 1, 1, 2, 2)
                .floats("scales", 1, 1, 2, 2)
                .node("y", "Resize", "x", "", "scales")
                .output("y", FLOAT, 1, 1, 4, 4)
                .inHalf(directory);

        assertThat(ReadGraphs.operators(half)).containsExactly("Resize");
        assertThat(ReadGraphs.constant(half, "scales").getDataType()).isEqualTo(FLOAT.getNumber());
    }

    @Test
    void eachLevelHoldsTheOnesBefore() throws IOException {
        TinyGraph graph = new TinyGraph()
                .input("x", FLOAT, 1, 1, 2, 2)
                .floats("scales", 1, 1, 2, 2)
                .node("before", "Relu", "x")
                .node("large", "Resize", "before", "", "scales")
                .node("scores", "MatMul", "large", "large")
                .node("weights", "Softmax", "scores")
                .node("y", "MatMul", "weights", "large")
                .output("y", FLOAT, 1, 1, 4, 4);

        assertThat(singles(graph, IslandLevel.NORMALISATIONS)).containsExactly("weights");
        assertThat(singles(graph, IslandLevel.ATTENTION_SCORES)).containsExactly("scores", "weights");
        assertThat(singles(graph, IslandLevel.FINAL_CONVOLUTIONS)).containsExactly("scores", "weights", "y_fp32");
        assertThat(singles(graph, IslandLevel.LAST_RESOLUTION)).containsExactly("scores", "weights", "y_fp32");
    }

    private List<String> singles(TinyGraph graph, IslandLevel level) throws IOException {
        return ReadGraphs.singles(HalfPrecision.convert(graph.in(directory), Set.of(), level)
                .model()
                .getGraph());
    }
}
