package dev.diffract.builder.build.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OddFoldersTest {

    @TempDir
    Path directory;

    private final List<String> said = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void becomeRepositoriesThatPassVerification(OddFolder folder) throws IOException {
        Manifest manifest = build(folder);

        assertThat(RepositoryVerifier.verify(directory.resolve("out")).findings())
                .isEmpty();
        assertThat(manifest.models())
                .filteredOn(model -> model.source().isPresent())
                .allSatisfy(model -> assertThat(model.check()).isPresent())
                .extracting(model -> model.role())
                .contains(ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_DECODER, ModelRole.VAE_ENCODER);
        assertThat(directory.resolve("out/.scratch")).doesNotExist();
    }

    @Test
    void theTokenizerIsReadWhereverItStands() throws IOException {
        build(OddFolder.TOKENIZER_JSON_ONLY);

        RepositoryPaths paths = new RepositoryPaths(directory.resolve("out"));
        assertThat(paths.tokenizerVocabulary()).doesNotExist();
        assertThat(TokenizerFiles.read(paths).merges()).hasSize(2);
    }

    @Test
    void partsOfATokenizerThatAreNotClipsAreSaid() {
        build(OddFolder.TOKENIZER_JSON_ONLY);

        assertThat(said)
                .anyMatch(line -> line.contains("its normalizer (missing) is not CLIP's and is not used"))
                .anyMatch(line -> line.contains("its pre_tokenizer (missing) is not CLIP's and is not used"));
    }

    @Test
    void anotherPipelineOverTheSameGraphsIsSaid() throws IOException {
        Path source = OddFolder.TWO_SIDES.write(directory);
        Files.writeString(source.resolve("model_index.json"), "{\"_class_name\": \"StableDiffusionXLPipeline\"}");
        build(source);
        assertThat(said)
                .anyMatch(line ->
                        line.endsWith("model_index.json: _class_name is StableDiffusionXLPipeline, and the graphs are"
                                + " those of StableDiffusionPipeline, as which they are served"));
        for (String usual :
                List.of("StableDiffusionPipeline", "OnnxStableDiffusionPipeline", "ORTStableDiffusionPipeline")) {
            Files.writeString(source.resolve("model_index.json"), "{\"_class_name\": \"" + usual + "\"}");
            assertThat(SourceSettings.read(source, ComponentRules.FAMILY.defaults())
                            .remarks())
                    .noneMatch(line -> line.contains(usual + ","));
        }
    }

    @Test
    void theWholeFolderOfACacheIsNotARevision() throws IOException {
        Path snapshot = OddFolder.SNAPSHOT.write(directory);
        Path whole = directory.resolve("models--x");

        assertThatThrownBy(() -> build(whole))
                .isInstanceOf(BuildException.class)
                .hasMessage(whole + " is a model's whole folder in Hugging Face's cache: give one of its revisions, "
                        + snapshot);
    }

    @Test
    void theNumbersOfTheVaeAreReadWhereverTheyStand() {
        assertThat(build(OddFolder.VAE_CONFIG_ELSEWHERE).pipeline().scalingFactor())
                .isEqualTo(0.13025);
        assertThat(said).noneMatch(line -> line.contains("scaling_factor"));
    }

    @Test
    void sidesAreReadInBothForms() {
        assertThat(build(OddFolder.TWO_SIDES).defaults().width()).isEqualTo(128);
    }

    @Test
    void whatNoFileSaysIsSaid() throws IOException {
        Path source = OddFolder.MINUS_INFINITY.write(directory);
        Files.delete(source.resolve("vae_decoder/config.json"));
        Files.delete(source.resolve("vae_encoder/config.json"));
        Files.delete(source.resolve("unet/config.json"));
        Files.delete(source.resolve("text_encoder/config.json"));
        Files.writeString(source.resolve("tokenizer/tokenizer_config.json"), "{}");
        Files.writeString(source.resolve("scheduler/scheduler_config.json"), "{\"_class_name\": \"LCMScheduler\"}");

        build(source);

        assertThat(said)
                .anyMatch(line -> line.contains("no config.json of the VAE says scaling_factor: 0.18215 is taken"))
                .anyMatch(line -> line.contains("no config.json of the UNet says sample_size"))
                .anyMatch(line -> line.contains("get 30 steps and guidance 7.5"))
                .anyMatch(line -> line.contains("does not say beta_schedule (scaled_linear), beta_start (8.5E-4)"));
    }

    @Test
    void aClassThatAnotherStandsInForIsSaid() {
        build(OddFolder.SINGLESTEP);

        assertThat(said).anyMatch(line -> line.contains("DPMSolverSinglestepScheduler has no sampler here"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "IMAGE_ENCODER_BESIDE",
                "CONTROL_NET_BESIDE",
                "UNET_FOR_CONTROL_NETS_BESIDE",
                "SECOND_TEXT_ENCODER_BESIDE"
            })
    void whatIsNotUsedIsSaid(OddFolder folder) {
        build(folder);

        String beside = switch (folder) {
            case IMAGE_ENCODER_BESIDE -> "image_encoder/model.onnx is not used: it is no component";
            case CONTROL_NET_BESIDE -> "controlnet/model.onnx is not used: it is no component";
            case UNET_FOR_CONTROL_NETS_BESIDE -> "unet_controlled/model.onnx is not used: as unet: it takes inputs";
            default -> "text_encoder_2/model.onnx is not used: another graph is the text_encoder";
        };
        assertThat(said).anyMatch(line -> line.startsWith(beside));
    }

    @Test
    void otherNamesBecomeTheUsualOnesAndAreNoted() {
        Manifest manifest = build(OddFolder.NAMES_OF_TENSORRT);

        assertThat(manifest.require(ModelRole.VAE_DECODER).changes())
                .contains("input latent is latent_sample", "output images is sample");
        assertThat(manifest.require(ModelRole.UNET).changes()).contains("output latent is out_sample");
    }

    private Manifest build(OddFolder folder) {
        return build(folder.write(directory));
    }

    private Manifest build(Path source) {
        return new RepositoryBuilder("test", said::add)
                .build(new BuildRequest(source, directory.resolve("out"), "onnx", "model", 8, false))
                .manifest();
    }
}
