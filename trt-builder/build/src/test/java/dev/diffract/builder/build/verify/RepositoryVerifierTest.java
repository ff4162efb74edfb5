package dev.diffract.builder.build.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.diffract.builder.build.ServedFiles;
import dev.diffract.builder.build.assemble.BuildRequest;
import dev.diffract.builder.build.assemble.RepositoryBuilder;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RepositoryVerifierTest {

    @FunctionalInterface
    interface Damage {
        void apply(Path repository) throws IOException;
    }

    @TempDir
    Path directory;

    private Path repository;

    @BeforeEach
    void build() {
        repository = directory.resolve("repository");
        Path source = ExportedShapes.unpack("optimum", directory);
        new RepositoryBuilder("test", line -> {})
                .build(new BuildRequest(source, repository, "onnx", "model", 8, false));
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(".unet/1/model.onnx was changed: its digest", repository -> {
                    byte[] bytes = Files.readAllBytes(ServedFiles.file(repository, "models/unet/1/model.onnx"));
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(ServedFiles.file(repository, "models/unet/1/model.onnx"), bytes);
                }),
                damage(".unet/1/model.onnx is missing", delete("models/unet/1/model.onnx")),
                damage(".unet has no version", repository -> {
                    Files.delete(ServedFiles.file(repository, "models/unet/1/model.onnx"));
                    Files.delete(ServedFiles.file(repository, "models/unet/1"));
                }),
                damage(
                        ".unet/9223372036854775808 is larger than the largest version, 9223372036854775807",
                        repository ->
                                Files.createDirectory(ServedFiles.file(repository, "models/unet/9223372036854775808"))),
                damage(".unet/config.pbtxt is missing", delete("models/unet/config.pbtxt")),
                damage(
                        "notes.txt is not in the manifest",
                        repository -> Files.writeString(repository.resolve("notes.txt"), "hello")),
                damage("models/extra is not in the manifest", repository -> {
                    Files.createDirectories(repository.resolve("models/extra/1"));
                    Files.writeString(
                            repository.resolve("models/extra/config.pbtxt"),
                            Files.readString(ServedFiles.file(repository, "models/decode_image/config.pbtxt"))
                                    .replace(ServedFiles.name(repository, "decode_image"), "extra"));
                }),
                damage(
                        ".unit', which must be the directory's",
                        replace("models/unet/config.pbtxt", ".unet\"\n", ".unit\"\n")),
                damage("line 1, column", replace("models/unet/config.pbtxt", "name:", "nam:")),
                damage(
                        "'max_batch_size' must be non-negative",
                        replace("models/unet/config.pbtxt", "max_batch_size: 8", "max_batch_size: -1")),
                damage(
                        "the configuration says TYPE_FP16, the graph FP32",
                        replace("models/text_encoder/config.pbtxt", "TYPE_FP32", "TYPE_FP16")),
                damage(
                        "the configuration says [-1,78], batch included, the graph [-1,77]",
                        replace("models/text_encoder/config.pbtxt", "dims: 77\n}", "dims: 78\n}")),
                damage(
                        "input noise: the graph has no such input",
                        replace("models/unet/config.pbtxt", "\"sample\"", "\"noise\"")),
                damage(
                        "input sample: the graph needs it",
                        replace("models/unet/config.pbtxt", "\"sample\"", "\"noise\"")),
                damage(
                        "its parameter diffract_checkpoint is 'sha256:0",
                        replace("models/unet/config.pbtxt", "\"sha256:", "\"sha256:0")),
                damage(
                        "its parameter diffract_file is 'sha256:0",
                        replace("models/unet/config.pbtxt", "\"sha256:", "\"sha256:0")),
                damage("is named after another checkpoint than the manifest's", repository -> {
                    Path manifest = repository.resolve("manifest.json");
                    String name = ServedFiles.name(repository, "vae_encoder");
                    String other = name.replaceFirst("-[0-9a-f]{8}[.]", "-00000000.");
                    Files.move(
                            repository.resolve("models").resolve(name),
                            repository.resolve("models").resolve(other));
                    Files.writeString(manifest, Files.readString(manifest).replace(name, other));
                }),
                damage(
                        "allows maximum batch size 9",
                        replace("models/decode_image/config.pbtxt", "max_batch_size: 4", "max_batch_size: 9")),
                damage(
                        "is mapping to non-existing input",
                        replace(
                                "models/decode_image/config.pbtxt",
                                "key: \"sample\"\n      value: \"decoded\"",
                                "key: \"pixels\"\n      value: \"decoded\"")),
                damage(
                        "manifest.json: no JSON: line 1",
                        repository -> Files.writeString(repository.resolve("manifest.json"), "{")),
                damage("manifest.json does not exist", delete("manifest.json")),
                damage("schema is 99", replace("manifest.json", "\"schema\" : 3", "\"schema\" : 99")),
                damage(
                        "text states of width 16, the manifest says 17",
                        replace("manifest.json", "\"text_width\" : 16", "\"text_width\" : 17")),
                damage(
                        "it has no output clip_skip_3, the manifest says that clip skips to 3 are served",
                        replace("manifest.json", "\"clip_skips\" : 2", "\"clip_skips\" : 3")),
                damage(
                        "lists ../outside, which lies outside the repository",
                        replace("manifest.json", "\"tokenizer/vocab.json\"", "\"../outside\"")),
                damage(
                        "no model of role vae_decoder",
                        replace("manifest.json", "\"role\" : \"vae_decoder\"", "\"role\" : \"safety_checker\"")),
                damage(
                        "merges.txt holds no merges",
                        repository -> Files.writeString(repository.resolve("tokenizer/merges.txt"), "")),
                damage(
                        "which the vocabulary does not have",
                        repository -> Files.writeString(repository.resolve("tokenizer/merges.txt"), "x q\n")),
                damage("gives one id to several tokens", replace("tokenizer/vocab.json", "\"b\": 1", "\"b\": 0")),
                damage(
                        "has ids up to 7777, the text encoder knows",
                        replace("tokenizer/vocab.json", "\"b\": 1", "\"b\": 7777")),
                damage("scheduler_config.json", delete("scheduler/scheduler_config.json")),
                damage(
                        "model.onnx is no ONNX graph",
                        repository -> Files.writeString(
                                ServedFiles.file(repository, "models/vae_decoder/1/model.onnx"), "nothing")),
                damage(
                        "timestep: the configuration says TYPE_FP32, the graph INT64",
                        repository -> ExportedShapes.edit(
                                ServedFiles.file(repository, "models/unet/1/model.onnx"),
                                graph -> graph.getInputBuilder(1)
                                        .getTypeBuilder()
                                        .getTensorTypeBuilder()
                                        .setElemType(TensorProto.DataType.INT64.getNumber()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void finds(String sentence, Damage damage) throws IOException {
        damage.apply(repository);

        assertThat(RepositoryVerifier.verify(repository).findings())
                .anySatisfy(finding -> assertThat(finding).contains(sentence));
    }

    @Test
    void findsNothingInWhatWasBuilt() throws IOException {
        VerifyReport report = RepositoryVerifier.verify(repository);

        assertThat(report.findings()).isEmpty();
        assertThat(report.models()).isEqualTo(6);
    }

    @Test
    void listsEverythingAtOnce() throws IOException {
        Files.delete(repository.resolve("tokenizer/vocab.json"));
        Files.delete(repository.resolve("scheduler/scheduler_config.json"));
        Files.writeString(ServedFiles.file(repository, "models/unet/config.pbtxt"), "name: 5");
        Files.writeString(repository.resolve("notes.txt"), "hello");

        assertThat(String.join("\n", RepositoryVerifier.verify(repository).findings()))
                .contains("tokenizer/vocab.json is missing")
                .contains("scheduler/scheduler_config.json is missing")
                .contains(".unet/config.pbtxt has 7 bytes")
                .contains("notes.txt is not in the manifest")
                .contains("line 1, column 7");
    }

    private static Arguments damage(String sentence, Damage damage) {
        return arguments(sentence, damage);
    }

    private static Damage delete(String file) {
        return repository -> Files.delete(ServedFiles.file(repository, file));
    }

    private static Damage replace(String file, String text, String by) {
        return repository -> {
            Path place = ServedFiles.file(repository, file);
            String before = Files.readString(place);
            assertThat(before).contains(text);
            Files.writeString(place, before.replace(text, by));
        };
    }
}
