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
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {
    static final Manifest MANIFEST = new Manifest(
            "demo",
            "sha256:0123",
            "onnx",
            "diffract 0.1.0",
            new Pipeline(
                    ModelFamilies.STABLE_DIFFUSION,
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
            new Defaults(128, 128, 20, 3.0, Optional.of("DDIM"), Optional.empty()),
            Optional.empty(),
            List.of(
                    new ServedModel(
                            ModelRole.UNET,
                            "unet",
                            Optional.of("sha256:ab"),
                            List.of("timestep per sample"),
                            Optional.of(new NumericCheck(1e-6, 2e-7, 1e-4, 3.5))),
                    new ServedModel(
                            ModelRole.DECODE_IMAGE, "decode_image", Optional.empty(), List.of(), Optional.empty())),
            Optional.empty(),
            Optional.empty(),
            Map.of("models/unet/1/model.onnx", new FileDigest("cd", 3_000_000_000L)));

    @Test
    void readsWhatItWrites() {
        assertThat(ManifestFile.parse(ManifestFile.print(MANIFEST))).isEqualTo(MANIFEST);
    }

    private static final Range RANGE =
            new Range(List.of(1L, 4L, 64L, 64L), List.of(2L, 4L, 64L, 64L), List.of(8L, 4L, 64L, 64L));

    private static final EngineRecord ENGINE = new EngineRecord(
            "key",
            "sha256:cd",
            List.of(Map.of("sample", RANGE), Map.of("sample", RANGE)),
            3L << 30,
            3,
            321.5,
            Optional.of(new NumericCheck(1e-3, 1e-4, 0.03, 4.5)),
            1L << 30,
            List.of(new Measurement(2, 512, 768, 41.25, 5L << 30)));

    private static final Manifest ENGINES = new Manifest(
            "sd15",
            "sha256:0123",
            Manifest.TENSORRT,
            "diffract 0.1.0",
            new Pipeline(
                    ModelFamilies.STABLE_DIFFUSION,
                    4,
                    8,
                    0.18215,
                    77,
                    768,
                    new SizeRule(64, 512, 768, List.of(new Size(512, 512), new Size(512, 768))),
                    1,
                    Optional.empty()),
            MANIFEST.defaults(),
            MANIFEST.description(),
            List.of(new ServedModel(
                    ModelRole.UNET,
                    "unet",
                    Optional.of("sha256:ab"),
                    List.of(),
                    Optional.empty(),
                    Optional.of(ENGINE))),
            Optional.of("sha256:ef"),
            Optional.of(new EngineTarget(
                    "H100-80GB", "1g.10gb", "9.0", 16, 9984L << 20, "10.15.1", "13.0", Optional.of("580.65.06"))),
            MANIFEST.files());

    @Test
    void readsWhatItWritesOfEngines() {
        String text = ManifestFile.print(ENGINES);
        assertThat(ManifestFile.parse(text)).isEqualTo(ENGINES);
        assertThat(ENGINE.maxBatch()).isEqualTo(8);
        assertThat(MANIFEST.pipeline().sizes().only()).isEmpty();
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"max\" : [ 8,", "\"max\" : [ 0,")))
                .hasMessage("/models/0/engine/shapes/0/sample: max is [0, 4, 64, 64], expected numbers from 1");
    }

    @Test
    void readsAnEnginesRecordBesideItsFile(@TempDir Path root) throws IOException {
        EngineRecordFile record = new EngineRecordFile("0123", ENGINE);
        Path file = Files.writeString(root.resolve("record.json"), record.print());
        assertThat(EngineRecordFile.read(file)).isEqualTo(record);
        Files.writeString(file, record.print().replace("\"key\" :", "\"cue\" : \"\", \"key\" :"));
        assertThatThrownBy(() -> EngineRecordFile.read(file))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith(
                        file + ": /engine/cue is not known, expected one of activation_bytes, build_seconds, graph, ");
    }

    @Test
    void manifestsOfSchemaOneAreRead() throws IOException {
        assertThat(ManifestFile.parse(recorded("manifest-schema-1.json"))).isEqualTo(MANIFEST);
        assertThat(ManifestFile.parse(recorded("manifest-schema-1-engines.json")))
                .isEqualTo(ENGINES);
    }

    /** As the versions wrote them that knew it, with halvings in one. */
    @Test
    void manifestsOfSchemaTwoAreRead() throws IOException {
        Manifest halved = ManifestFile.parse(recorded("manifest-schema-2.json"));
        assertThat(halved.pipeline().sizes()).isEqualTo(new SizeRule(64, 64, 512).halving(6));
        assertThat(halved.pipeline().withSizes(MANIFEST.pipeline().sizes())).isEqualTo(MANIFEST.pipeline());
        assertThat(ManifestFile.parse(recorded("manifest-schema-2-engines.json")))
                .isEqualTo(ENGINES);
    }

    @Test
    void whatIsWrittenNamesTheFamily() {
        assertThat(ManifestFile.print(MANIFEST))
                .startsWith("{\n  \"schema\" : 3,\n  \"model\" : \"demo\",")
                .contains("\"family\" : \"stable-diffusion\"");
    }

    @Test
    void aFamilyOrARoleThatIsNotKnownIsNamed() {
        String text = ManifestFile.print(MANIFEST);
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"stable-diffusion\"", "\"other\"")))
                .hasMessage("/pipeline/family: unknown family of models 'other', expected one of stable-diffusion");
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"role\" : \"unet\"", "\"role\" : \"other\"")))
                .hasMessageStartingWith("/models/0/role: unknown model role 'other', expected one of text_encoder, ");
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"role\" : \"unet\"", "\"role\" : 7")))
                .hasMessage("/models/0/role is not text");
    }

    @Test
    void aFieldThatIsNotKnownIsNamedWithItsPath() {
        String text = ManifestFile.print(MANIFEST).replace("\"sampler\"", "\"solver\"");
        assertThatThrownBy(() -> ManifestFile.parse(text))
                .hasMessage("/defaults/solver is not known, expected one of guidance, height, negative_prompt, sampler,"
                        + " steps, width");
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
        String text = ManifestFile.print(MANIFEST).replace("\"schema\" : 3", "\"schema\" : 4");
        assertThatThrownBy(() -> ManifestFile.parse(text))
                .hasMessage("schema is 4, this program reads schemas 1 to 3; a later version wrote it");
        assertThatThrownBy(() -> ManifestFile.parse("{\"schema\": 0}"))
                .hasMessage("schema is 0, this program reads schemas 1 to 3");
        assertThatThrownBy(() -> ManifestFile.parse("{}")).hasMessage("/schema is missing");
        assertThatThrownBy(() -> ManifestFile.parse("{\"schema\": \"2\"}")).hasMessage("/schema is not a whole number");
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
    void aManifestOfBeforeClipSkipAndPreviewsIsRead() throws IOException {
        String text = recorded("manifest-schema-1.json").replaceAll("(?s),\\s*\"clip_skips\".*?\"error\" : [^}]*}", "");
        assertThat(text).doesNotContain("clip_skips").doesNotContain("previews");
        Pipeline pipeline = ManifestFile.parse(text).pipeline();
        assertThat(pipeline.clipSkips()).isEqualTo(1);
        assertThat(pipeline.previews()).isEmpty();
    }

    @Test
    void impossibleClipSkipsAndPreviewsAreNamed() {
        String text = ManifestFile.print(MANIFEST);
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"clip_skips\" : 4", "\"clip_skips\" : 0")))
                .hasMessage("/pipeline: the number of clip skips is 0, expected a number from 1");
        assertThatThrownBy(() -> ManifestFile.parse(text.replaceFirst("\\[ 0\\.5, 0\\.25", "[ 0.5")))
                .hasMessage("/pipeline/previews: bias has 2 numbers, expected 3");
        assertThatThrownBy(() -> ManifestFile.parse(text.replaceFirst("\\[ 0\\.5, 0\\.25", "[ 0.5, \"much\"")))
                .hasMessage("/pipeline/previews/bias/1 is not a number");
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("0.1, 0.2, 0.3, 0.4 ]", "0.1, 0.2 ]")))
                .hasMessage("/pipeline/previews: factors has rows of different lengths, or empty ones");
        assertThatThrownBy(
                        () -> ManifestFile.parse(text.replace("\"latent_channels\" : 4", "\"latent_channels\" : 16")))
                .hasMessage(
                        "/pipeline: the previews have factors in rows of 4, expected one per latent channel, which are 16");
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

    private static String recorded(String name) throws IOException {
        try (InputStream in = ManifestFileTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
