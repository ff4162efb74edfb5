package dev.diffract.builder.build.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.ServedFiles;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.Sha256;
import dev.diffract.repository.layout.SizeReason;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelEnsembling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportersGraphsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16"})
    void becomeARepositoryThatPassesVerification(String shape) throws IOException {
        Manifest manifest = build(shape, "out");

        assertThat(RepositoryVerifier.verify(directory.resolve("out")).findings())
                .isEmpty();
        assertThat(manifest.models())
                .filteredOn(model -> model.source().isPresent())
                .allSatisfy(model -> assertThat(model.check()).isPresent())
                .extracting(model -> model.role())
                .contains(ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_DECODER, ModelRole.VAE_ENCODER);
    }

    /** No delay and no policy of queues: frontends send whole batches, and both keep a free instance waiting. */
    @Test
    void areBatchedAsTheyCome() throws IOException {
        for (Manifest.ServedModel model : build("diffusers", "out").models()) {
            ModelConfig config = ConfigFiles.read(
                    directory.resolve("out/models").resolve(model.name()).resolve("config.pbtxt"));
            assertThat(config.getDynamicBatching()).isEqualTo(ModelDynamicBatching.getDefaultInstance());
            assertThat(config.hasDynamicBatching())
                    .isEqualTo(!config.getPlatform().equals("ensemble"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16"})
    void areServedWithOneInterface(String shape) throws IOException {
        build(shape, "out");

        assertThat(served("unet").inputs())
                .extracting(tensor -> tensor.name() + tensor.dims().orElseThrow())
                .containsExactly("sample[-1, 4, -1, -1]", "timestep[-1]", "encoder_hidden_states[-1, -1, 16]");
        assertThat(served("text_encoder").toString())
                .isEqualTo(
                        "inputs [input_ids INT32 [-1,77]], outputs [last_hidden_state FP32 [-1,77,16], clip_skip_2 FP32 [-1,77,16]]");
        assertThat(served("vae_decoder").toString())
                .isEqualTo("inputs [latent_sample FP32 [-1,4,-1,-1]], outputs [sample FP32 [-1,3,-1,-1]]");
        assertThat(served("vae_encoder").toString())
                .isEqualTo("inputs [sample FP32 [-1,3,-1,-1]], outputs [latent_parameters FP32 [-1,8,-1,-1]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16"})
    void serveTheirLayersAsClipSkips(String shape) throws IOException {
        Manifest manifest = build(shape, "out");

        assertThat(manifest.pipeline().clipSkips()).isEqualTo(2);
        assertThat(manifest.require(ModelRole.TEXT_ENCODER).changes())
                .contains("clip skips to 2 became outputs: the final norm of earlier layers");
    }

    @Test
    void areServedWithoutClipSkipWhereLayersAreNotFound() throws IOException {
        Path source = ExportedShapes.unpack("optimum", directory);
        ExportedShapes.edit(
                source.resolve("text_encoder/model.onnx"),
                graph -> graph.getNodeBuilderList().stream()
                        .filter(node -> node.getName().equals("/text_model/encoder/layers.1/Add_1"))
                        .findFirst()
                        .orElseThrow()
                        .setOpType("Mul"));

        Manifest manifest = build(source, "out");

        assertThat(manifest.pipeline().clipSkips()).isEqualTo(1);
        assertThat(manifest.require(ModelRole.TEXT_ENCODER).changes())
                .contains("no clip skip beyond 1 is served: the layers before"
                        + " '/text_model/encoder/layers.1/Add_1_output_0' are not built as CLIP's are");
        assertThat(served("text_encoder").outputs()).hasSize(1);
    }

    @Test
    void loseTheBroadcastOfTheTimestep() throws IOException {
        build("optimum", "out");

        assertThat(OnnxModel.read(graph("unet")).graph().getNodeList())
                .noneMatch(node ->
                        node.getOpType().equals("Expand") && node.getInputList().contains("timestep"))
                .noneMatch(node ->
                        node.getOpType().equals("Unsqueeze") && node.getInput(0).equals("timestep"));
    }

    @Test
    void drawNoLatentsAnyMore() throws IOException {
        build("diffusers", "out");

        assertThat(OnnxModel.read(graph("vae_encoder")).graph().getNodeList())
                .noneMatch(node -> node.getOpType().startsWith("Random"));
    }

    @Test
    void keepTheSafetyCheckersFlagsOnly() throws IOException {
        Manifest manifest = build("diffusers", "out");

        assertThat(served("safety_checker").toString())
                .isEqualTo("inputs [clip_input FP32 [-1,3,224,224]], outputs [has_nsfw_concepts BOOL [-1]]");
        assertThat(manifest.find(ModelRole.SAFETY_CHECKER)).isPresent();
        assertThat(served("image_post").gives("clip_input")).isTrue();
    }

    @Test
    void bringTheirExternalDataAlong() throws IOException {
        build("diffusers", "out");

        assertThat(OnnxModel.read(graph("unet")).externalLocations()).containsExactly("model.onnx.data");
        assertThat(graph("unet").resolveSibling("model.onnx.data")).isNotEmptyFile();
    }

    @Test
    void sayWhyThereAreNoOtherSizes() throws IOException {
        Path source = ExportedShapes.unpack("optimum", directory);
        assertThat(build(source, "counted").pipeline().sizes()).isEqualTo(new SizeRule(16, 64, 1024).halving(4));

        Files.writeString(source.resolve("model_index.json"), "{\"_diffract_defaults\": {\"size_multiple\": 64}}");
        assertThat(build(source, "said").pipeline().sizes())
                .isEqualTo(new SizeRule(64, 64, 1024).because(SizeReason.AUTHORS));
    }

    @Test
    void giveTheSameBytesEveryTime() throws IOException {
        Path source = ExportedShapes.unpack("diffusers", directory);
        build(source, "first");
        build(source, "second");

        assertThat(contents(directory.resolve("first"))).isEqualTo(contents(directory.resolve("second")));
    }

    @Test
    void areRecognisedWhateverTheirFoldersAreCalled() throws IOException {
        Path source = ExportedShapes.unpack("optimum", directory);
        Files.move(source.resolve("unet"), source.resolve("x"));
        Files.move(source.resolve("vae_decoder"), source.resolve("unet"));
        Files.move(source.resolve("text_encoder"), source.resolve("vae_decoder"));
        Files.move(source.resolve("x"), source.resolve("text_encoder"));

        build(source, "out");

        assertThat(served("unet").takes("sample", "timestep")).isTrue();
    }

    @Test
    void areNamedByModelAndCheckpoint() throws IOException {
        Manifest manifest = build("optimum", "out");
        RepositoryPaths paths = new RepositoryPaths(directory.resolve("out"));
        String prefix = "model-" + manifest.checkpoint().substring("sha256:".length(), "sha256:".length() + 8) + ".";

        assertThat(manifest.models())
                .isNotEmpty()
                .allSatisfy(served -> assertThat(served.name())
                        .isEqualTo(prefix + served.role().id()));
        assertThat(manifest.provesCheckpoint()).isTrue();
        assertThat(ManifestFile.read(paths.manifest())).isEqualTo(manifest);
        Set<String> names =
                manifest.models().stream().map(Manifest.ServedModel::name).collect(Collectors.toSet());
        try (Stream<Path> models = Files.list(paths.models())) {
            assertThat(models.map(model -> model.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
        for (String name : names) {
            assertThat(ConfigFiles.read(paths.model(name).resolve(ConfigFiles.FILE_NAME))
                            .getName())
                    .isEqualTo(name);
        }
        assertThat(ConfigFiles.read(paths.model(prefix + "decode_image").resolve(ConfigFiles.FILE_NAME))
                        .getEnsembleScheduling()
                        .getStepList())
                .extracting(ModelEnsembling.Step::getModelName)
                .containsExactly(prefix + "vae_decoder", prefix + "image_post");
    }

    /** Two folders of the same graphs draw other pictures if one scales its latents otherwise. */
    @Test
    void numbersOfTheOtherFilesAreAPartOfTheCheckpoint() throws IOException {
        Path source = ExportedShapes.unpack("optimum", directory);
        String first = build(source, "first").checkpoint();
        Path settings = source.resolve("vae_decoder/config.json");
        String text = Files.readString(settings);

        Files.writeString(settings, text.replaceFirst("\\{", "{\"_comment\": 1,"));
        assertThat(build(source, "same").checkpoint()).isEqualTo(first);

        Files.writeString(settings, withScale(text));
        Files.deleteIfExists(source.resolve("vae_encoder/config.json"));
        assertThat(build(source, "scaled").checkpoint()).isNotEqualTo(first);
    }

    private static String withScale(String settings) {
        return settings.contains("scaling_factor")
                ? settings.replaceFirst("\"scaling_factor\": *[0-9.]+", "\"scaling_factor\": 0.5")
                : settings.replaceFirst("\\{", "{\"scaling_factor\": 0.5,");
    }

    private Manifest build(String shape, String out) {
        return build(ExportedShapes.unpack(shape, directory), out);
    }

    private Manifest build(Path source, String out) {
        List<String> progress = new ArrayList<>();
        return new RepositoryBuilder("test", progress::add)
                .build(new BuildRequest(source, directory.resolve(out), "onnx", "model", 8, false))
                .manifest();
    }

    private Signature served(String model) throws IOException {
        return OnnxModel.read(graph(model)).signature();
    }

    private Path graph(String model) {
        return ServedFiles.file(directory.resolve("out"), "models/" + model + "/1/model.onnx");
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new HashMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Sha256.of(file));
            }
        }
        return contents;
    }
}
