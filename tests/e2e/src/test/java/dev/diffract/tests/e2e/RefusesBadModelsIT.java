package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged models and repositories, full disks and wrong command lines, given to the real programs. */
class RefusesBadModelsIT {

    @TempDir
    private Path directory;

    private Path model;

    /** Something done to a good folder, and what the program must say about it. */
    record Damage(String what, Spoiling spoil, String says) {
        @Override
        public String toString() {
            return what;
        }
    }

    interface Spoiling {
        void spoil(Path folder) throws IOException;
    }

    static List<Damage> sources() {
        return List.of(
                new Damage("a truncated UNet", folder -> truncate(folder.resolve("unet/model.onnx")), "unet"),
                new Damage(
                        "an empty UNet", folder -> Files.write(folder.resolve("unet/model.onnx"), new byte[0]), "unet"),
                new Damage(
                        "garbage",
                        folder -> Files.writeString(folder.resolve("unet/model.onnx"), "not a graph"),
                        "unet"),
                new Damage("no UNet", folder -> delete(folder.resolve("unet")), "unet"),
                new Damage("no text encoder", folder -> delete(folder.resolve("text_encoder")), "text_encoder"),
                new Damage("no VAE decoder", folder -> delete(folder.resolve("vae_decoder")), "vae_decoder"),
                new Damage("two UNets", folder -> copy(folder.resolve("unet"), folder.resolve("unet_2")), "unet_2"),
                new Damage("no tokenizer", folder -> delete(folder.resolve("tokenizer")), "tokenizer"),
                new Damage(
                        "a tokenizer without words",
                        folder -> Files.writeString(folder.resolve("tokenizer/vocab.json"), "{}"),
                        "vocabulary"),
                new Damage("no scheduler", folder -> delete(folder.resolve("scheduler")), "scheduler"),
                new Damage(
                        "a broken scheduler file",
                        folder -> Files.writeString(folder.resolve("scheduler/scheduler_config.json"), "{"),
                        "scheduler_config.json"),
                new Damage(
                        "a broken model index",
                        folder -> Files.writeString(folder.resolve("model_index.json"), "{\"_class_name\":"),
                        "model_index.json"));
    }

    @BeforeEach
    void copyModel() throws IOException {
        model = directory.resolve("spoilt");
        copy(Programs.demoModel(), model);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theBuilderSaysWhatIsWrongAndWritesNothing(Damage damage) throws IOException {
        damage.spoil().spoil(model);
        Finished build = build(model, directory.resolve("out"));
        mustBeOneClearSentence(build, damage.says());
        assertThat(directory.resolve("out")).doesNotExist();
        assertThat(leftovers(directory)).isEmpty();
    }

    static List<Damage> repositories() {
        return List.of(
                new Damage(
                        "a changed graph",
                        folder -> flip(BuiltRepository.file(folder, "unet", "1/model.onnx")),
                        ".unet/1/model.onnx"),
                new Damage(
                        "a lost graph",
                        folder -> Files.delete(BuiltRepository.file(folder, "unet", "1/model.onnx")),
                        ".unet/1/model.onnx"),
                new Damage(
                        "a foreign file",
                        folder -> Files.writeString(BuiltRepository.file(folder, "unet", "1/x.tmp"), ""),
                        ".unet/1/x.tmp"),
                new Damage(
                        "a changed type",
                        folder ->
                                replace(BuiltRepository.file(folder, "unet", "config.pbtxt"), "TYPE_FP32", "TYPE_FP16"),
                        ".unet"),
                new Damage(
                        "an unknown configuration field",
                        folder -> Files.writeString(
                                BuiltRepository.file(folder, "unet", "config.pbtxt"),
                                "max_batch: 4\n",
                                StandardOpenOption.APPEND),
                        "max_batch"),
                new Damage(
                        "a lost tokenizer",
                        folder -> Files.delete(folder.resolve("tokenizer/vocab.json")),
                        "vocab.json"),
                new Damage("a broken manifest", folder -> truncate(folder.resolve("manifest.json")), "manifest.json"),
                new Damage("no manifest", folder -> Files.delete(folder.resolve("manifest.json")), "manifest.json"));
    }

    @Test
    void verifyFindsNothingWhereThereIsNoDamage() {
        assertThat(verify(Deployment.buildRepository(directory)).exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void verifyNamesTheDamage(Damage damage) throws IOException {
        Path repository = Deployment.buildRepository(directory);
        damage.spoil().spoil(repository);
        Finished verify = verify(repository);
        assertThat(verify.exitCode()).as(verify.output()).isNotZero();
        assertThat(verify.output()).contains(damage.says()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void aFullDiskLeavesNothingBehind() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Finished mount = RunningProgram.run(
                "mount", List.of("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString()), directory);
        assumeTrue(
                mount.exitCode() == 0,
                "this user may not mount a small disk: " + mount.output().strip());
        try {
            Finished build = build(Programs.demoModel(), disk.resolve("out"));
            mustBeOneClearSentence(build, "space");
            assertThat(disk).isEmptyDirectory();
        } finally {
            RunningProgram.run("umount", List.of("umount", disk.toString()), directory);
        }
    }

    @Test
    void wrongCommandLinesGetASentenceAndCodeTwo() {
        for (List<String> arguments : List.of(
                List.of("build"),
                List.of("build", "--runtime", "onnx", "--model", "here"),
                List.of("build", "--runtime", "quantum", "--model", "a", "--out", "b"),
                List.of("paint"),
                List.of("verify"),
                List.of("demo", "--slices", "0"),
                List.of("demo", "--port", "99999"))) {
            Finished run = RunningProgram.run("usage", Programs.builder(arguments.toArray(String[]::new)), directory);
            assertThat(run.exitCode()).as("%s: %s", arguments, run.output()).isEqualTo(2);
            assertThat(run.output()).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void aServerOnADamagedRepositorySaysSoAndEnds() throws IOException {
        Path repository = Deployment.buildRepository(directory);
        truncate(BuiltRepository.file(repository, "unet", "1/model.onnx"));
        int[] ports = Programs.freePorts(3);
        RunningProgram server = RunningProgram.start(
                "server",
                Programs.embeddedServer(
                        "--model-repository", repository.toString(),
                        "--http-port", Integer.toString(ports[0]),
                        "--grpc-port", Integer.toString(ports[1]),
                        "--metrics-port", Integer.toString(ports[2])),
                directory);
        mustBeOneClearSentence(server.awaitExit(Duration.ofSeconds(60)), "unet");
    }

    @Test
    void aFrontendWithoutItsRepositorySaysSoAndEnds() {
        int[] ports = Programs.freePorts(2);
        List<String> properties = new ArrayList<>(Programs.frontendPorts(ports[0], ports[1]));
        properties.add("-Ddiffract.repositories=" + directory.resolve("nowhere"));
        properties.add("-Ddiffract.slices=a=127.0.0.1:1");
        RunningProgram frontend = RunningProgram.start("frontend", Programs.frontend(properties), directory);
        mustBeOneClearSentence(frontend.awaitExit(Duration.ofSeconds(60)), "nowhere");
    }

    @Test
    void aServerOfAnotherModelIsNotUsed() throws IOException {
        replace(model.resolve("scheduler/scheduler_config.json"), "\"beta_end\": 0.012", "\"beta_end\": 0.0121");
        Path other = directory.resolve("other");
        assertThat(build(model, other, "--name", "demo").exitCode()).isZero();
        try (Deployment deployment = Deployment.start(directory)) {
            EmbeddedServer changed = deployment.restart("slice-1", other);
            assertThat(changed.program().isAlive()).isTrue();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var slice =
                        deployment.frontend().get("/v1/slices").get("slices").get(1);
                assertThat(slice.get("state").asText()).isEqualTo("mismatched");
                assertThat(slice.get("reason").asText()).contains("checkpoint");
            });
            byte[] picture = deployment.frontend().draw("a red circle", 1);
            assertThat(picture).isNotEmpty();
        }
    }

    private Finished build(Path from, Path to, String... options) {
        List<String> command = new ArrayList<>(
                List.of("build", "--runtime", "onnx", "--model", from.toString(), "--out", to.toString()));
        command.addAll(List.of(options));
        return RunningProgram.run("build", Programs.builder(command.toArray(String[]::new)), directory);
    }

    private Finished verify(Path repository) {
        return RunningProgram.run("verify", Programs.builder("verify", repository.toString()), directory);
    }

    private static void mustBeOneClearSentence(Finished run, String says) {
        assertThat(run.exitCode()).as(run.output()).isNotZero();
        assertThat(run.output()).contains(says).doesNotContain("Exception", "\tat ");
    }

    private static List<Path> leftovers(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static void truncate(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(folder)) {
            found.forEach(files::add);
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            Files.delete(files.get(i));
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
