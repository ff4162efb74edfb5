package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.publish.Version;
import dev.diffract.builder.build.publish.VersionedRepository;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.graphs.ExportedShapes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program, killed with SIGKILL or out of disk: where a repository should be there is none, or a whole one. */
class KilledBuildIT {

    @TempDir
    Path directory;

    private Path model;
    private Path out;

    @BeforeEach
    void prepare() throws IOException {
        model = ExportedShapes.unpack("diffusers", directory);
        out = directory.resolve("out");
        Files.createDirectory(directory.resolve("tmp"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6, 8, 10, 11})
    void aBuildKilledAfterSomeLinesOfProgressLeavesNothing(int lines) throws Exception {
        Process build = start(List.of(), "build", "--model", model.toString(), "--out", out.toString());
        try (BufferedReader progress = build.inputReader()) {
            for (int i = 0; i < lines && progress.readLine() != null; i++) {
                assertThat(i).isLessThan(lines);
            }
            build.destroyForcibly().waitFor();
        }
        assertWholeOrAbsent();
        assertTheNextBuildSucceeds();
    }

    @Test
    void aReplacementKilledAtRandomMomentsLeavesTheOldOrTheNewRepository() throws Exception {
        assertTheNextBuildSucceeds();
        Random moments = new Random(7);
        for (int i = 0; i < 6; i++) {
            Process build = start(
                    List.of(),
                    "build",
                    "--model",
                    model.toString(),
                    "--out",
                    out.toString(),
                    "--replace",
                    "--name",
                    "m" + i);
            if (!build.waitFor(moments.nextInt(2500), TimeUnit.MILLISECONDS)) {
                build.destroyForcibly().waitFor();
            }
            assertWholeOrAbsent();
        }
        assertTheNextBuildSucceeds();
        assertThat(RepositoryVerifier.verify(out).findings()).isEmpty();
    }

    @Test
    void plannedBuildsKilledAtRandomMomentsServeTheOldOrTheNewVersion() throws Exception {
        Path plan = Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: repositories
                models: {tiny: {source: diffusers, resolutions: [256x256], max-batch: 4}}
                gpus: [{model: A30, slices: [{profile: 1g.6gb, model: tiny}]}]
                """);
        String[] build = {"plan", "build", plan.toString(), "--profile", "1g.6gb", "--runtime", "onnx", "--fresh"};
        VersionedRepository repository = VersionedRepository.at(directory.resolve("repositories/tiny/A30/1g.6gb"));
        long seed = Long.getLong("diffract.seed", System.nanoTime());
        System.out.println("-Ddiffract.seed=" + seed);
        Random moments = new Random(seed);
        assertThat(start(List.of(), build).waitFor()).isZero();
        for (int i = 0; i < 8; i++) {
            int before = served(repository);
            Process process = start(List.of(), build);
            if (!process.waitFor(500 + moments.nextInt(4000), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            assertThat(served(repository)).isBetween(before, before + 2);
            for (Version version : repository.versions()) {
                assertThat(RepositoryVerifier.verify(version.directory()).findings())
                        .isEmpty();
            }
        }
        Process last = start(List.of(), build);
        String output = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(last.waitFor()).as(output).isZero();
        assertThat(repository.directory().toFile().list()).noneMatch(name -> name.startsWith(".draft.new-"));
        assertThat(RepositoryVerifier.verify(repository.directory().resolve("current"))
                        .findings())
                .isEmpty();
    }

    @Test
    void aDiskThatTakesNoMoreLeavesWhatWasServed() throws Exception {
        try (RandomAccessFile large =
                new RandomAccessFile(model.resolve("tokenizer/large.bin").toFile(), "rw")) {
            large.setLength(60L << 20);
        }
        Path plan = Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: repositories
                models: {tiny: {source: diffusers, resolutions: [256x256], max-batch: 4}}
                gpus: [{model: A30, slices: [{profile: 1g.6gb, model: tiny}]}]
                """);
        Process build = start(
                List.of("bash", "-c", "ulimit -f 40960; exec \"$@\"", "limited"),
                "plan",
                "build",
                plan.toString(),
                "--profile",
                "1g.6gb",
                "--runtime",
                "onnx");
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Path versions = directory.resolve("repositories/tiny/A30/1g.6gb");

        assertThat(build.waitFor()).isEqualTo(1);
        assertThat(output).contains("diffract: cannot build " + versions).doesNotContain("\tat ", "Exception");
        assertThat(versions.resolve("1")).doesNotExist();
        assertThat(versions.toFile().list()).noneMatch(name -> name.startsWith(".draft.new-"));
    }

    @Test
    void aDiskThatTakesNoMoreIsASentenceAndLeavesNothing() throws Exception {
        // Larger than a file may be below; ONNX Runtime's own library, which is unpacked first, is smaller.
        try (RandomAccessFile large =
                new RandomAccessFile(model.resolve("tokenizer/large.bin").toFile(), "rw")) {
            large.setLength(60L << 20);
        }
        Process build = start(
                List.of("bash", "-c", "ulimit -f 40960; exec \"$@\"", "limited"),
                "build",
                "--model",
                model.toString(),
                "--out",
                out.toString());
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(build.waitFor()).isEqualTo(1);
        assertThat(output).contains("diffract: cannot build " + out).doesNotContain("\tat ", "Exception");
        assertThat(out).doesNotExist();
        CommandLineTest.assertNothingLeftBeside(out);
    }

    /** It needs no -XX:+ExitOnOutOfMemoryError, which would put Java's words in the sentence's place. */
    @Test
    void withoutMemoryItEndsWithASentence() throws Exception {
        Process build = start(
                List.of("env", "JAVA_TOOL_OPTIONS=-Xmx12m"),
                "build",
                "--model",
                model.toString(),
                "--out",
                out.toString());
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(build.waitFor()).isEqualTo(1);
        assertThat(output)
                .contains("diffract: not enough memory: give Java more")
                .doesNotContain("\tat ");
        assertThat(out).doesNotExist();
        CommandLineTest.assertNothingLeftBeside(out);
    }

    private static int served(VersionedRepository repository) throws IOException {
        return repository.versions().stream()
                .filter(version -> version.state() == Version.State.CURRENT)
                .findFirst()
                .orElseThrow()
                .number();
    }

    private void assertWholeOrAbsent() throws IOException {
        if (Files.exists(out)) {
            assertThat(RepositoryVerifier.verify(out).findings()).isEmpty();
        }
    }

    private void assertTheNextBuildSucceeds() throws Exception {
        Process build = start(List.of(), "build", "--model", model.toString(), "--out", out.toString(), "--replace");
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(build.waitFor()).as(output).isZero();
        CommandLineTest.assertNothingLeftBeside(out);
    }

    private Process start(List<String> wrapper, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // it lives for seconds
        // A killed program leaves ONNX Runtime's unpacked library in the temporary directory.
        command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        command.add("-jar");
        command.add(Path.of(System.getProperty("diffract.home"), "trt-builder/cli/target/diffract-builder.jar")
                .toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
