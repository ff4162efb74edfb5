package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfModelsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16", "demo"})
    void exportedModelsAreWithinTheBoundAndHaveOneInterface(String shape) throws IOException {
        Map<ModelRole, HalfModel> models =
                write(shape, ErrorBound.HALF).stream().collect(Collectors.toMap(HalfModel::role, model -> model));

        assertThat(models)
                .containsKeys(
                        ModelRole.TEXT_ENCODER,
                        ModelRole.UNET,
                        ModelRole.VAE_DECODER,
                        ModelRole.VAE_ENCODER,
                        ModelRole.IMAGE_POST);
        assertThat(signature(models, ModelRole.UNET))
                .startsWith("inputs [sample FP16 [-1,4,-1,-1], timestep ")
                .contains("encoder_hidden_states FP16")
                .endsWith("outputs [out_sample FP16 [-1,4,-1,-1]]");
        assertThat(signature(models, ModelRole.TEXT_ENCODER))
                .startsWith("inputs [input_ids INT32 [-1,77]], outputs [last_hidden_state FP16");
        assertThat(signature(models, ModelRole.IMAGE_POST))
                .startsWith("inputs [sample FP16")
                .contains("image UINT8");
        assertThat(models.get(ModelRole.UNET).prepared().error().orElseThrow().maxError())
                .as("rounding shows")
                .isPositive();
    }

    @Test
    void aRefusedModelLeavesNothing() throws IOException {
        assertThatThrownBy(() -> write("optimum", new ErrorBound(1e-7, 1e-7)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("text_encoder in FP16: it cannot be served in FP16; with normalisations");

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).extracting(path -> path.getFileName().toString()).containsExactly("optimum");
        }
    }

    @Test
    void aQuantisedModelIsRefusedBeforeAnythingIsConverted() throws IOException {
        Path source = ExportedShapes.unpack("optimum", directory);
        ExportedShapes.edit(source.resolve("unet/model.onnx"), HalfModelsTest::quantise);
        Recipe recipe = new Recipe(source, "model", SafetyChecker.AUTO, Optional.empty());
        List<String> said = new ArrayList<>();

        assertThatThrownBy(() -> new HalfModels(new RepositoryAssembly("test", said::add), said::add)
                        .write(recipe, directory.resolve("half"), ErrorBound.HALF))
                .isInstanceOf(BuildException.class)
                .hasMessage(source.resolve("unet/model.onnx")
                        + ": it is quantised (DequantizeLinear, QuantizeLinear), and FP16"
                        + " and engines are made of weights in FP32 or FP16: take the export before it was quantised; 'diffract"
                        + " build --runtime onnx' serves it as it is");
        assertThat(said).isEmpty();
        assertThat(directory.resolve("half")).doesNotExist();
    }

    /** As static quantisation does: a pair of nodes with a scale of their own. */
    private static void quantise(GraphProto.Builder graph) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals("sample")) {
                    node.setInput(i, "restored");
                }
            }
        }
        graph.addInitializer(TensorProto.newBuilder()
                .setName("scale")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addFloatData(0.05f));
        graph.addNode(0, node("DequantizeLinear", "whole", "restored"));
        graph.addNode(0, node("QuantizeLinear", "sample", "whole"));
    }

    private static NodeProto.Builder node(String operator, String from, String to) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addInput(from)
                .addInput("scale")
                .addOutput(to);
    }

    private List<HalfModel> write(String shape, ErrorBound bound) {
        Path source = shape.equals("demo")
                ? Path.of("../../model-repository/demo-onnx").toAbsolutePath().normalize()
                : ExportedShapes.unpack(shape, directory);
        Recipe recipe = new Recipe(source, "model", SafetyChecker.AUTO, Optional.empty());
        return new HalfModels(new RepositoryAssembly("test", line -> {}), line -> {})
                .write(recipe, directory.resolve("half"), bound);
    }

    private static String signature(Map<ModelRole, HalfModel> models, ModelRole role) throws IOException {
        return OnnxModel.read(models.get(role).graph()).signature().toString();
    }
}
