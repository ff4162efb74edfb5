package dev.diffract.builder.build.assemble;

import static dev.diffract.builder.build.assemble.Refusal.POINTER;
import static dev.diffract.builder.build.assemble.Refusal.refused;
import static dev.diffract.builder.build.assemble.Refusal.write;

import dev.diffract.builder.build.assemble.OddFolder.Change;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs that cannot be served, each with a sentence that says what is wrong, where, and what would be right. */
class RefusedGraphsTest {

    @TempDir
    Path directory;

    static Stream<Arguments> graphs() {
        return Stream.of(
                refused(
                        "fixed batch",
                        "unet/model.onnx: the graph fixes the batch, node 'insists' (Squeeze) does",
                        edit("unet", RefusedGraphsTest::insistOnOne)),
                refused(
                        "a batch that only shows in use",
                        "computes one picture and not 3 at once: export it with a dynamic",
                        edit("vae_decoder", graph -> squeeze(graph, "latent_sample"))),
                refused(
                        "dynamic quantisation",
                        "quantised dynamically (DynamicQuantizeLinear): what it computes for a picture",
                        edit("unet", RefusedGraphsTest::quantiseDynamically)),
                refused("operators of another runtime", "whose operators it has (com.microsoft.NhwcConv)", folder -> {
                    edit("vae_decoder", RefusedGraphsTest::foreign).to(folder);
                    Path file = folder.resolve("vae_decoder/model.onnx");
                    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
                    Files.write(
                            file,
                            model.toBuilder()
                                    .addOpsetImport(OperatorSetIdProto.newBuilder()
                                            .setDomain("com.microsoft")
                                            .setVersion(1))
                                    .build()
                                    .toByteArray());
                }),
                refused(
                        "a graph that is a pointer",
                        "unet/model.onnx is a Git LFS pointer",
                        write("unet/model.onnx", POINTER)),
                refused(
                        "weights that are a pointer",
                        "unet/weights.pb is a Git LFS pointer",
                        write("unet/weights.pb", POINTER)),
                refused("a pointer beside", "image_encoder/model.onnx is a Git LFS pointer", folder -> {
                    Files.createDirectory(folder.resolve("image_encoder"));
                    write("image_encoder/model.onnx", POINTER).to(folder);
                }),
                refused(
                        "a safety checker that is none",
                        "safety_checker/model.onnx: as safety_checker: ",
                        edit(
                                "safety_checker",
                                graph -> graph.addInput(
                                        graph.getInput(0).toBuilder().setName("more")))),
                refused(
                        "Stable Diffusion XL",
                        "it takes text_embeds, time_ids, as Stable Diffusion XL does",
                        folder -> {
                            Files.createDirectory(folder.resolve("text_encoder_2"));
                            Files.copy(
                                    folder.resolve("text_encoder/model.onnx"),
                                    folder.resolve("text_encoder_2/model.onnx"));
                            edit(
                                            "unet",
                                            graph -> List.of("text_embeds", "time_ids")
                                                    .forEach(name -> graph.addInput(graph.getInput(2).toBuilder()
                                                            .setName(name))))
                                    .to(folder);
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("graphs")
    @Timeout(120)
    void areExplained(String name, String sentence, Change change) throws IOException {
        Refusal.assertExplained(directory, sentence, change);
    }

    private static Change edit(String component, Consumer<GraphProto.Builder> change) {
        return folder -> ExportedShapes.edit(folder.resolve(component).resolve("model.onnx"), change);
    }

    /** The signature says batch 1, and a node works with no other. */
    private static void insistOnOne(GraphProto.Builder graph) {
        for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
            input.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(0)
                    .setDimValue(1);
        }
        squeeze(graph, "sample");
    }

    private static void squeeze(GraphProto.Builder graph, String input) {
        replace(graph, input, "checked");
        graph.addInitializer(TensorProto.newBuilder()
                .setName("batch_axis")
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(0));
        graph.addNode(
                0,
                NodeProto.newBuilder()
                        .setName("back")
                        .setOpType("Unsqueeze")
                        .addInput("alone")
                        .addInput("batch_axis")
                        .addOutput("checked"));
        graph.addNode(
                0,
                NodeProto.newBuilder()
                        .setName("insists")
                        .setOpType("Squeeze")
                        .addInput(input)
                        .addInput("batch_axis")
                        .addOutput("alone"));
    }

    private static void quantiseDynamically(GraphProto.Builder graph) {
        replace(graph, "sample", "restored");
        graph.addNode(
                0,
                NodeProto.newBuilder()
                        .setName("restore")
                        .setOpType("DequantizeLinear")
                        .addInput("q")
                        .addInput("scale")
                        .addInput("zero")
                        .addOutput("restored"));
        graph.addNode(
                0,
                NodeProto.newBuilder()
                        .setName("quantise")
                        .setOpType("DynamicQuantizeLinear")
                        .addInput("sample")
                        .addOutput("q")
                        .addOutput("scale")
                        .addOutput("zero"));
    }

    private static void foreign(GraphProto.Builder graph) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOpType().equals("Conv")) {
                node.setOpType("NhwcConv").setDomain("com.microsoft");
                return;
            }
        }
    }

    private static void replace(GraphProto.Builder graph, String from, String to) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(from)) {
                    node.setInput(i, to);
                }
            }
        }
    }
}
