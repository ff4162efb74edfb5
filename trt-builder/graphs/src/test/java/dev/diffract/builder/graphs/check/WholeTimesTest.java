package dev.diffract.builder.graphs.check;

import static dev.diffract.builder.graphs.check.TinyUnet.cast;
import static dev.diffract.builder.graphs.check.TinyUnet.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.diffract.builder.graphs.onnx.ComponentGraph;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.WholeTimes;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs that say whole timesteps and mean any, and such as mean what they say. */
class WholeTimesTest {

    private static final int INT32 = DataType.INT32.getNumber();
    private static final int FP16 = DataType.FLOAT16.getNumber();
    private static final float TIME = 946.421f;

    @TempDir
    Path directory;

    static Stream<Arguments> onlyCasting() {
        NodeProto broadcast = node("Expand", "t", "timestep", "batch");
        return Stream.of(
                arguments("a cast", List.of(), List.of(broadcast), TIME),
                arguments(
                        "two casts",
                        List.of(1L),
                        List.of(cast("small", "timestep", INT32), node("Expand", "t", "small", "batch")),
                        TIME),
                arguments(
                        "other shapes",
                        List.of(),
                        List.of(
                                node("Reshape", "row", "timestep", "minus_one"),
                                node("Identity", "same", "row"),
                                node("Expand", "t", "same", "batch")),
                        TIME),
                arguments(
                        "an element",
                        List.of(1L),
                        List.of(
                                node("Gather", "scalar", "timestep", "zero"),
                                node("Unsqueeze", "row", "scalar", "zero_axis"),
                                node("Expand", "t", "row", "batch")),
                        TIME),
                arguments(
                        "arithmetic of whole numbers",
                        List.of(-1L),
                        List.of(node("Mul", "negative", "timestep", "minus_one"), node("Sub", "t", "one", "negative")),
                        TIME + 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onlyCasting")
    void theFractionReachesWhatComputesWithIt(String name, List<Long> dims, List<NodeProto> nodes, float expected)
            throws IOException {
        OnnxModel source = write(TinyUnet.of(dims, nodes.toArray(NodeProto[]::new)), "source.onnx");
        assertThat(WholeTimes.neededBy(source, "timestep")).isEmpty();

        ComponentGraph graph = changed(source, TensorType.FP32);

        assertThat(graph.changes())
                .contains("timestep, declared as INT64, is taken as FP32 with its fraction; the graph only casts it")
                .noneMatch(change -> change.contains("works with INT64"));
        assertThat(out(graph, Tensor.ofFloats("timestep", TensorType.FP32, new long[] {1}, new float[] {TIME})))
                .isEqualTo(expected);
    }

    @Test
    void halfPrecisionDoesNotRoundIt() throws IOException {
        ModelProto.Builder unet = TinyUnet.of(List.of(), node("Expand", "t", "timestep", "batch")).toBuilder();
        unet.getGraphBuilder()
                .getInputBuilder(1)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(FP16);

        ComponentGraph graph = changed(write(unet.build(), "source.onnx"), TensorType.FP32);

        assertThat(out(graph, Tensor.ofFloats("timestep", TensorType.FP32, new long[] {1}, new float[] {TIME})))
                .isEqualTo(TIME);
    }

    /** A row of a table per timestep has nothing between the rows. */
    @Test
    void whatIsLookedUpByItStaysWhole() throws IOException {
        OnnxModel source = write(
                TinyUnet.of(
                        List.of(-1L),
                        node("Mod", "index", "timestep", "one"),
                        node("Gather", "t", "two_numbers", "index")),
                "source.onnx");

        assertThat(WholeTimes.neededBy(source, "timestep")).hasValue("node 'index' (Mod)");
        ComponentGraph graph = changed(source, TensorType.INT64);

        assertThat(graph.changes())
                .contains("timestep stays a whole number, so that a fraction is cut off:"
                        + " node 'index' (Mod) needs it whole");
        assertThat(out(graph, Tensor.ofLongs("timestep", TensorType.INT64, new long[] {1}, new long[] {7})))
                .isEqualTo(2);
    }

    @Test
    void anIndexIsWholeWhereverItComesFrom() throws IOException {
        OnnxModel source = write(
                TinyUnet.of(
                        List.of(-1L), node("Identity", "same", "timestep"), node("Gather", "t", "two_numbers", "same")),
                "source.onnx");

        assertThat(WholeTimes.neededBy(source, "timestep")).hasValue("node 't' (Gather)");
    }

    private static ComponentGraph changed(OnnxModel source, TensorType served) {
        return new ComponentGraph(source)
                .timestepPerSample("timestep")
                .timestepWithFraction("timestep")
                .serve(TinyUnet.inputs(served), TinyUnet.OUTPUTS);
    }

    /** What it gives for zeros at that time. */
    private float out(ComponentGraph graph, Tensor time) throws IOException {
        Path file = directory.resolve("converted.onnx");
        OnnxModelWriter.write(graph.build(), file);
        try (OnnxRun run = new OnnxRun(file)) {
            return run.run(List.of(zeros("sample", 1, 4, 1, 1), time, zeros("encoder_hidden_states", 1, 1, 8)))
                    .get("out_sample")
                    .floats()[0];
        }
    }

    private static Tensor zeros(String name, long... shape) {
        return Tensor.ofFloats(name, TensorType.FP32, shape, new float[Math.toIntExact(Tensor.elementCount(shape))]);
    }

    private OnnxModel write(ModelProto model, String name) throws IOException {
        Path file = directory.resolve(name);
        OnnxModelWriter.write(model, file);
        return OnnxModel.read(file);
    }
}
