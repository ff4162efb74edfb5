package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private List<HalfModel> write(String shape, ErrorBound bound) {
        Path source = shape.equals("demo")
                ? Path.of("../../model-repository/demo-onnx").toAbsolutePath().normalize()
                : ExportedShapes.unpack(shape, directory);
        Recipe recipe = new Recipe(source, "model", "", SafetyChecker.AUTO, Optional.empty());
        return new HalfModels(new RepositoryAssembly("test", line -> {}), line -> {})
                .write(recipe, directory.resolve("half"), bound);
    }

    private static String signature(Map<ModelRole, HalfModel> models, ModelRole role) throws IOException {
        return OnnxModel.read(models.get(role).graph()).signature().toString();
    }
}
