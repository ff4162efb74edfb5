package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.builder.build.ServedFiles;
import dev.diffract.builder.build.engine.RepositoryFlavours.Flavour;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Repositories of engines that something happened to. */
class EngineRepositoryVerifyTest {

    private static final String UNET_ENGINE = "models/unet/1/model.plan";
    private static final String UNET_CONFIG = "models/unet/config.pbtxt";

    @TempDir
    static Path shared;

    private static RepositoryFlavours flavours;

    private Path repository;

    @FunctionalInterface
    interface Damage {
        void apply(Path repository) throws IOException;
    }

    @BeforeAll
    static void convert() throws IOException {
        flavours = RepositoryFlavours.of(ExportedShapes.unpack("diffusers", shared), shared.resolve("work"));
    }

    @BeforeEach
    void write() throws IOException {
        repository = shared.resolve("repository");
        flavours.write(new Flavour(Optional.of(EngineBuilds.slice("A30", "2g.12gb")), 2), repository);
    }

    @AfterEach
    void remove() throws IOException {
        FileTrees.delete(repository);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(
                        "a truncated engine file",
                        ".unet/1/model.plan has 30 bytes, the manifest says",
                        files(UNET_ENGINE, bytes -> {
                            byte[] cut = new byte[30];
                            System.arraycopy(bytes, 0, cut, 0, 30);
                            return cut;
                        })),
                damage(
                        "an engine file cut within its header",
                        "is no TensorRT engine file",
                        files(UNET_ENGINE, bytes -> new byte[12])),
                damage(
                        "a changed engine file",
                        ".unet/1/model.plan was changed: its digest is not the manifest's",
                        files(UNET_ENGINE, bytes -> {
                            bytes[bytes.length - 1]++;
                            return bytes;
                        })),
                damage(
                        "an engine file of another TensorRT",
                        ".unet/1/model.plan was built by TensorRT 10.9.0, the manifest says 10.15.1",
                        files(UNET_ENGINE, bytes -> {
                            bytes[25] = 9;
                            bytes[26] = 0;
                            return bytes;
                        })),
                damage(
                        "a file that is no engine file",
                        "model.plan is no TensorRT engine file: it does not start as one",
                        files(UNET_ENGINE, bytes -> "<html>not found</html>                    ".getBytes())),
                damage(
                        "no engine file",
                        ".unet/1/model.plan is missing",
                        repository -> Files.delete(ServedFiles.file(repository, UNET_ENGINE))),
                damage(
                        "a batch above the engine's",
                        ".unet: the configuration has max_batch_size 99, the engine takes 8 at most",
                        text(UNET_CONFIG, config -> config.replaceFirst("max_batch_size: \\d+", "max_batch_size: 99"))),
                damage(
                        "a CUDA graph above the engine's batch",
                        ".unet: a CUDA graph for a batch of 64, the engine takes 8 at most",
                        text(UNET_CONFIG, config -> config.replaceFirst("batch_size: 6\n", "batch_size: 64\n"))),
                damage(
                        "an input of another rank",
                        ".unet, input encoder_hidden_states: the configuration says",
                        text(
                                UNET_CONFIG,
                                config -> config.replaceFirst(
                                        "(encoder_hidden_states\"\\s+data_type: \\w+\\s+dims: )-1\\s+dims: \\d+",
                                        "$11"))),
                damage(
                        "a shape profile the engine lacks",
                        ".unet wants the shape profile 7, the engine has 2",
                        text(UNET_CONFIG, config -> config.replace("profile: \"1\"", "profile: \"7\""))),
                damage(
                        "a shape profile that is not loaded",
                        ".unet does not load all 2 shape profiles",
                        text(UNET_CONFIG, config -> config.replaceFirst(" *profile: \"1\"\n", ""))),
                damage(
                        "a graph's platform",
                        ".unet: its platform is onnxruntime_onnx, which the manifest's runtime does not have",
                        text(
                                UNET_CONFIG,
                                config -> config.replace("tensorrt_plan", "onnxruntime_onnx")
                                        .replace("backend: \"tensorrt\"", "backend: \"onnxruntime\""))),
                damage(
                        "no target",
                        "manifest.json has the runtime tensorrt and no target",
                        text("manifest.json", manifest -> without(manifest, "", "target"))),
                damage(
                        "a target without a profile",
                        "/target/profile is missing",
                        text("manifest.json", manifest -> manifest.replaceFirst("\"profile\" : \"2g.12gb\",", ""))),
                damage(
                        "engines called graphs",
                        "manifest.json has a target, and the runtime onnx, which has no engines",
                        text(
                                "manifest.json",
                                manifest -> manifest.replace("\"runtime\" : \"tensorrt\"", "\"runtime\" : \"onnx\""))),
                damage(
                        "an engine without a record",
                        ".unet: the manifest does not say how its engine was built",
                        text("manifest.json", manifest -> without(manifest, "/models/1", "engine"))));
    }

    private static String without(String json, String path, String field) {
        try {
            JsonNode root = new ObjectMapper().readTree(json);
            assertThat(((ObjectNode) root.at(path)).remove(field)).isNotNull();
            return root.toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void isFound(String what, String sentence, Damage damage) throws IOException {
        damage.apply(repository);

        assertThat(RepositoryVerifier.verify(repository).findings())
                .anySatisfy(finding -> assertThat(finding).contains(sentence));
    }

    @Test
    void aVersionInTheDirectoryOfAnotherSliceIsFound() throws IOException {
        Path wrong = Files.createDirectories(shared.resolve("published/demo/A30/1g.6gb"));
        Files.createFile(wrong.resolve(".lock"));
        Files.move(repository, wrong.resolve("1"));
        Files.createSymbolicLink(wrong.resolve("current"), Path.of("1"));

        assertThat(RepositoryVerifier.verify(wrong.resolve("current")).findings())
                .containsExactly(
                        "the repository lies in the directory of the profile 1g.6gb, its manifest says 2g.12gb");
        FileTrees.delete(shared.resolve("published"));
    }

    private static Arguments damage(String what, String sentence, Damage damage) {
        return arguments(what, sentence, damage);
    }

    private static Damage files(String name, UnaryOperator<byte[]> change) {
        return repository -> {
            Path file = ServedFiles.file(repository, name);
            byte[] changed = change.apply(Files.readAllBytes(file));
            Files.delete(file); // others may share it
            Files.write(file, changed);
        };
    }

    private static Damage text(String name, UnaryOperator<String> change) {
        return repository -> {
            Path file = ServedFiles.file(repository, name);
            String changed = change.apply(Files.readString(file));
            assertThat(changed).isNotEqualTo(Files.readString(file));
            Files.writeString(file, changed);
        };
    }
}
