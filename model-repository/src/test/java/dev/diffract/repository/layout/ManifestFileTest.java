package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.layout.EngineRecord.Range;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.Manifest.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {

    private static final Manifest MANIFEST = new Manifest(
            "demo",
            "sha256:0123",
            "onnx",
            "diffract 0.1.0",
            new Pipeline(
                    4,
                    8,
                    0.18215,
                    77,
                    96,
                    new SizeRule(64, 64, 512),
                    4,
                    Optional.of(new PreviewFactors(
                            List.of(
                                    List.of(0.1, 0.2, 0.3, 0.4),
                                    List.of(-0.1, 0.0, 1e-3, 2.0),
                                    List.of(1.0, 0.0, 0.0, 0.0)),
                            List.of(0.5, 0.25, -0.5),
                            0.031))),
            new Defaults(128, 128, 20, 3.0, Optional.of("DDIM")),
            List.of(
                    new ServedModel(
                            ModelRole.UNET,
                            "unet",
                            Optional.of("sha256:ab"),
                            List.of("timestep per sample"),
                            Optional.of(new NumericCheck(1e-6, 2e-7, 1e-4, 3.5))),
                    new ServedModel(
                            ModelRole.DECODE_IMAGE, "decode_image", Optional.empty(), List.of(), Optional.empty())),
            Map.of("models/unet/1/model.onnx", new FileDigest("cd", 3_000_000_000L)));

    @Test
    void readsWhatItWrites() {
        assertThat(ManifestFile.parse(ManifestFile.print(MANIFEST))).isEqualTo(MANIFEST);
    }

    @Test
    void readsWhatItWritesOfEngines() {
        Range range = new Range(List.of(1L, 4L, 64L, 64L), List.of(2L, 4L, 64L, 64L), List.of(8L, 4L, 64L, 64L));
        EngineRecord engine = new EngineRecord(
                "key",
                "sha256:cd",
                List.of(Map.of("sample", range), Map.of("sample", range)),
                3L << 30,
                3,
                321.5,
                Optional.of(new NumericCheck(1e-3, 1e-4, 0.03, 4.5)),
                1L << 30,
                List.of(new Measurement(2, 512, 768, 41.25, 5L << 30)));
        Pipeline pipeline = MANIFEST.pipeline();
        Manifest engines = new Manifest(
                "sd15",
                "sha256:0123",
                Manifest.TENSORRT,
                "diffract 0.1.0",
                new Pipeline(
                        4,
                        8,
                        0.18215,
                        77,
                        768,
                        new SizeRule(64, 512, 768, List.of(new Size(512, 512), new Size(512, 768))),
                        1,
                        Optional.empty()),
                MANIFEST.defaults(),
                List.of(new ServedModel(
                        ModelRole.UNET,
                        "unet",
                        Optional.of("sha256:ab"),
                        List.of(),
                        Optional.empty(),
                        Optional.of(engine))),
                Optional.of("sha256:ef"),
                Optional.of(new EngineTarget(
                        "H100-80GB", "1g.10gb", "9.0", 16, 9984L << 20, "10.15.1", "13.0", Optional.of("580.65.06"))),
                MANIFEST.files());

        String text = ManifestFile.print(engines);
        assertThat(ManifestFile.parse(text)).isEqualTo(engines);
        assertThat(engine.maxBatch()).isEqualTo(8);
        assertThat(pipeline.sizes().only()).isEmpty();
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"max\" : [ 8,", "\"max\" : [ 0,")))
                .hasMessageEndingWith("/sample/max is not an array of numbers from 1");
    }

    @Test
    void aMissingFieldIsNamedWithItsPath() {
        String text = ManifestFile.print(MANIFEST).replace("\"vae_scale\" : 8,", "");
        assertThatThrownBy(() -> ManifestFile.parse(text)).hasMessage("/pipeline/vae_scale is missing");
    }

    @Test
    void aFieldOfAnotherKindIsNamedWithItsPath() {
        String text = ManifestFile.print(MANIFEST).replace("\"steps\" : 20", "\"steps\" : \"many\"");
        assertThatThrownBy(() -> ManifestFile.parse(text)).hasMessage("/defaults/steps is not a whole number");
    }

    @Test
    void anotherSchemaIsRefused() {
        String text = ManifestFile.print(MANIFEST).replace("\"schema\" : 1", "\"schema\" : 2");
        assertThatThrownBy(() -> ManifestFile.parse(text)).hasMessage("schema is 2, this program reads schema 1");
    }

    @Test
    void aTextThatIsNoJsonIsNamedWithItsLine() {
        assertThatThrownBy(() -> ManifestFile.parse("{\n\"schema\": 1,\n"))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("no JSON: line 3");
        assertThatThrownBy(() -> ManifestFile.parse("")).hasMessage("the document is not an object");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path root) {
        Path file = root.resolve("manifest.json");
        assertThatThrownBy(() -> ManifestFile.read(file))
                .hasMessage(file + " does not exist: is its directory a repository written by Diffract?");
    }

    @Test
    void aManifestOfBeforeClipSkipAndPreviewsIsRead() {
        String text = ManifestFile.print(MANIFEST).replaceAll("(?s),\\s*\"clip_skips\".*?\"error\" : [^}]*}", "");
        assertThat(text).doesNotContain("clip_skips").doesNotContain("previews");
        Pipeline pipeline = ManifestFile.parse(text).pipeline();
        assertThat(pipeline.clipSkips()).isEqualTo(1);
        assertThat(pipeline.previews()).isEmpty();
    }

    @Test
    void impossibleClipSkipsAndPreviewsAreNamed() {
        String text = ManifestFile.print(MANIFEST);
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"clip_skips\" : 4", "\"clip_skips\" : 0")))
                .hasMessage("/pipeline/clip_skips is 0, expected a number from 1");
        assertThatThrownBy(() -> ManifestFile.parse(text.replaceFirst("\\[ 0\\.5, 0\\.25", "[ 0.5")))
                .hasMessage("/pipeline/previews: bias has 2 numbers, expected 3");
        assertThatThrownBy(() -> ManifestFile.parse(text.replaceFirst("\\[ 0\\.5, 0\\.25", "[ 0.5, \"much\"")))
                .hasMessage("/pipeline/previews/bias is not an array of numbers");
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("0.1, 0.2, 0.3, 0.4 ]", "0.1, 0.2 ]")))
                .hasMessage("/pipeline/previews: factors has rows of different lengths, or empty ones");
        assertThatThrownBy(
                        () -> ManifestFile.parse(text.replace("\"latent_channels\" : 4", "\"latent_channels\" : 16")))
                .hasMessage("/pipeline/previews/factors has rows of 4 numbers, expected one per latent channel");
    }

    @Test
    void clipSkipOneIsTheLastLayer() {
        Pipeline pipeline = MANIFEST.pipeline();
        assertThat(pipeline.textStates(1)).isEqualTo("last_hidden_state");
        assertThat(pipeline.textStates(4)).isEqualTo("clip_skip_4");
        assertThatThrownBy(() -> pipeline.textStates(5)).hasMessage("clip skip is 5, the text encoder serves 1 to 4");
        assertThatThrownBy(() -> pipeline.textStates(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModelIsFoundByItsRole() {
        assertThat(MANIFEST.require(ModelRole.UNET).name()).isEqualTo("unet");
        assertThat(MANIFEST.find(ModelRole.SAFETY_CHECKER)).isEmpty();
        assertThatThrownBy(() -> MANIFEST.require(ModelRole.VAE_DECODER))
                .hasMessage("the manifest lists no model of role vae_decoder");
    }

    @Test
    void sizesFollowTheRule() {
        SizeRule sizes = MANIFEST.pipeline().sizes();
        assertThat(sizes.allows(128)).isTrue();
        assertThat(sizes.allows(100)).isFalse();
        assertThat(sizes.allows(0)).isFalse();
        assertThat(sizes.allows(576)).isFalse();
    }
}
