package dev.diffract.builder.graphs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.ServedTensors;
import dev.diffract.builder.graphs.onnx.ClipSkips;
import dev.diffract.builder.graphs.onnx.ComponentGraph;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.TextEncoderTensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with transformers' hidden states and final layer norm; {@code tests/parity/record_clip_skip.py} recorded them. */
class ClipSkipTest {

    private static final TextEncoderTensors ENCODER = ModelFamilies.STABLE_DIFFUSION.textEncoder();

    private static final int LENGTH = 77;
    private static final Path DEMO = Path.of("../../model-repository/demo-onnx/text_encoder/model.onnx");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"diffusers, 1e-5", "optimum, 1e-5", "optimum-fp16, 1e-2", "demo, 1e-5"})
    void earlierLayersGiveWhatTransformersGives(String shape, double bound) throws IOException {
        JsonNode recorded = recorded(shape);
        OnnxModel source = source(shape);
        ClipSkips clipSkips = ClipSkips.of(source, ClipSkipTest::states);
        assertThat(clipSkips.count()).isEqualTo(recorded.get("states").size());
        assertThat(refusal(source, clipSkips)).isEmpty();

        Map<String, Tensor> given = run(serve(source, clipSkips), recorded.get("ids"));

        for (int skip = 1; skip <= clipSkips.count(); skip++) {
            compare(recorded, skip, given.get(states(skip)), bound);
        }
    }

    @Test
    void anExportThatGivesItsHiddenStatesIsServedTheSame() throws IOException {
        OnnxModel plain = source("optimum");
        Path file = directory.resolve("optimum/text_encoder/model.onnx");
        ExportedShapes.edit(
                file,
                graph -> addOutputs(
                        graph,
                        "/text_model/encoder/layers.0/Add_1_output_0",
                        "/text_model/encoder/layers.1/Add_1_output_0"));
        OnnxModel source = OnnxModel.read(file);

        ModelProto served = serve(source, ClipSkips.of(source, ClipSkipTest::states));

        assertThat(served).isEqualTo(serve(plain, ClipSkips.of(plain, ClipSkipTest::states)));
    }

    @Test
    void aNormThatAHalfPrecisionGraphComputesInSinglePrecisionIsCopiedWithItsCasts() throws IOException {
        source("optimum-fp16");
        Path file = directory.resolve("optimum-fp16/text_encoder/model.onnx");
        ExportedShapes.edit(file, graph -> {
            int at = IntStream.range(0, graph.getNodeCount())
                    .filter(i -> graph.getNode(i).getOutputList().contains(states(1)))
                    .findFirst()
                    .orElseThrow();
            NodeProto.Builder norm = graph.getNodeBuilder(at);
            List<NodeProto> before = new ArrayList<>();
            for (int i = 0; i < norm.getInputCount(); i++) {
                before.add(cast(norm.getInput(i), "norm_input_" + i, TensorProto.DataType.FLOAT));
                norm.setInput(i, "norm_input_" + i);
            }
            norm.setOutput(0, "norm_output");
            graph.addNode(at + 1, cast("norm_output", states(1), TensorProto.DataType.FLOAT16));
            for (NodeProto node : before) {
                graph.addNode(at, node);
            }
        });
        OnnxModel source = OnnxModel.read(file);
        JsonNode recorded = recorded("optimum-fp16");

        Map<String, Tensor> given = run(serve(source, ClipSkips.of(source, ClipSkipTest::states)), recorded.get("ids"));

        compare(recorded, 1, given.get(states(1)), 1e-2);
        compare(recorded, 2, given.get(states(2)), 1e-2);
    }

    @Test
    void theComparisonRefusesTheWrongLayer() throws IOException {
        OnnxModel source = source("demo");
        ClipSkips clipSkips = ClipSkips.of(source, ClipSkipTest::states);
        ModelProto served = serve(source, clipSkips);
        assertThat(compare(source, clipSkips, served, "right")).isLessThan(1e-5);

        ModelProto.Builder wrong = served.toBuilder();
        NodeProto.Builder norm = wrong.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOutputList().contains(states(2)))
                .findFirst()
                .orElseThrow();
        norm.setInput(0, "/layers.0/Add_1_output_0");

        assertThatThrownBy(() -> compare(source, clipSkips, wrong.build(), "wrong"))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("converted and original differ by up to");
    }

    @Test
    void layersThatAreNotCLIPsAreNotGuessedAt() throws IOException {
        // The MLP of the last layer is multiplied with the state: nothing says where a layer ends.
        assertThat(edited("/text_model/encoder/layers.1/Add_1", node -> node.setOpType("Mul")))
                .contains(
                        "the layers before '/text_model/encoder/layers.1/Add_1_output_0' are not built as CLIP's are");
        // The first layer's attention looks at the state as it is.
        assertThat(edited(
                        "/text_model/encoder/layers.0/Add",
                        node -> node.setInput(0, node.getInput(1)).setInput(1, node.getInput(1))))
                .contains(
                        "'/text_model/encoder/layers.0/Add_1_output_0' is not the sum of a state, its attention and an"
                                + " MLP, as CLIP's layers give it");
        // The last thing is no normalisation.
        assertThat(edited(
                        "/text_model/final_layer_norm/LayerNormalization",
                        node -> node.setOpType("Relu").clearAttribute()))
                .contains("last_hidden_state is not made by a layer normalisation that is recognised");
    }

    private String edited(String nodeName, Consumer<NodeProto.Builder> change) throws IOException {
        Path folder = directory.resolve(nodeName.replace('/', '_'));
        ExportedShapes.unpack("optimum", folder);
        Path file = folder.resolve("optimum/text_encoder/model.onnx");
        ExportedShapes.edit(
                file,
                graph -> change.accept(graph.getNodeBuilderList().stream()
                        .filter(node -> node.getName().equals(nodeName))
                        .findFirst()
                        .orElseThrow()));
        OnnxModel source = OnnxModel.read(file);
        ClipSkips clipSkips = ClipSkips.of(source, ClipSkipTest::states);
        assertThat(clipSkips.count()).isEqualTo(1);
        assertThat(clipSkips.further()).isEmpty();
        return refusal(source, clipSkips).orElseThrow();
    }

    /** Why no clip skip beyond the first is served, if none is. */
    private static Optional<String> refusal(OnnxModel source, ClipSkips clipSkips) {
        return new ComponentGraph(source)
                .serveClipSkips(clipSkips).changes().stream()
                        .filter(change -> change.startsWith("no clip skip beyond 1 is served: "))
                        .findFirst();
    }

    private static NodeProto cast(String from, String to, TensorProto.DataType type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(from)
                .addOutput(to)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type.getNumber()))
                .build();
    }

    private static void addOutputs(GraphProto.Builder graph, String... tensors) {
        for (String tensor : tensors) {
            ValueInfoProto output =
                    graph.getOutput(0).toBuilder().setName(tensor).build();
            graph.addOutput(output);
        }
    }

    private double compare(OnnxModel source, ClipSkips clipSkips, ModelProto served, String name) throws IOException {
        Path original = directory.resolve(name + "-original.onnx");
        Path converted = directory.resolve(name + ".onnx");
        OnnxModelWriter.write(clipSkips.withStates(source), original);
        OnnxModelWriter.write(served, converted);
        ConversionCheck check = new ConversionCheck(
                source.signature(), inputs(), outputs(source, clipSkips), new CheckSizes(8, 8, LENGTH, 700));
        return new ClipSkipCheck(check, clipSkips).compare(original, converted).maxError();
    }

    private static ModelProto serve(OnnxModel source, ClipSkips clipSkips) {
        return new ComponentGraph(source)
                .serveClipSkips(clipSkips)
                .serve(inputs(), outputs(source, clipSkips))
                .build();
    }

    private static List<ServedTensor> inputs() {
        return List.of(ServedTensors.of(ENCODER.tokens().name(), TensorType.INT32, LENGTH));
    }

    private static List<ServedTensor> outputs(OnnxModel source, ClipSkips clipSkips) {
        long width = source.signature().output(clipSkips.first()).orElseThrow().dim(2);
        List<String> names = new ArrayList<>(List.of(clipSkips.first()));
        names.addAll(clipSkips.further());
        return names.stream()
                .map(name -> ServedTensors.of(name, TensorType.FP32, LENGTH, width))
                .toList();
    }

    private Map<String, Tensor> run(ModelProto served, JsonNode ids) throws IOException {
        long[] flat = new long[ids.size() * LENGTH];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = ids.get(i / LENGTH).get(i % LENGTH).asLong();
        }
        Path file = directory.resolve("served.onnx");
        OnnxModelWriter.write(served, file);
        try (OnnxRun run = new OnnxRun(file)) {
            return run.run(List.of(
                    Tensor.ofLongs(ENCODER.tokens().name(), TensorType.INT32, new long[] {ids.size(), LENGTH}, flat)));
        }
    }

    private static void compare(JsonNode recorded, int skip, Tensor given, double bound) {
        float[] numbers = given.floats();
        int width = Math.toIntExact(given.shape()[2]);
        int next = 0;
        for (int prompt = 0; prompt < given.shape()[0]; prompt++) {
            for (JsonNode token : recorded.get("tokens")) {
                for (int i = 0; i < width; i++) {
                    double expected =
                            recorded.get("states").get(skip - 1).get(next++).asDouble();
                    assertThat((double) numbers[(prompt * LENGTH + token.asInt()) * width + i])
                            .as("clip skip %d, prompt %d, token %d, number %d", skip, prompt, token.asInt(), i)
                            .isCloseTo(expected, within(bound));
                }
            }
        }
        assertThat(next).isEqualTo(recorded.get("states").get(skip - 1).size());
    }

    private OnnxModel source(String shape) throws IOException {
        return OnnxModel.read(
                shape.equals("demo")
                        ? DEMO
                        : ExportedShapes.unpack(shape, directory).resolve("text_encoder/model.onnx"));
    }

    private static JsonNode recorded(String shape) throws IOException {
        try (InputStream in = ClipSkipTest.class.getResourceAsStream("/clip-skip.json")) {
            return new ObjectMapper().readTree(in).get("encoders").get(shape);
        }
    }

    private static String states(int clipSkip) {
        return ENCODER.states(clipSkip).name();
    }
}
