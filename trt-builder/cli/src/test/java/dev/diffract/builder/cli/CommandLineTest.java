package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    Path directory;

    @Test
    void buildWritesVerifyFindsNothingAndASecondBuildChangesNothing() throws IOException {
        Path model = ExportedShapes.unpack("optimum", directory);
        Path out = directory.resolve("out");

        Outcome build = Outcome.of("build", "--model", model.toString(), "--out", out.toString());
        assertThat(build.err()).isEmpty();
        assertThat(build.exitCode()).isZero();
        assertThat(build.out()).contains("found unet in unet/model.onnx", "max error", "wrote " + out);

        Outcome verify = Outcome.of("verify", out.toString());
        assertThat(verify.exitCode()).isZero();
        assertThat(verify.out()).matches("\\d+ files, 6 models: no findings\\s+");

        Outcome again = Outcome.of("build", "--model", model.toString(), "--out", out.toString());
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).isEqualTo(out + " is up to date\n");

        Outcome fresh = Outcome.of("build", "--model", model.toString(), "--out", out.toString(), "--fresh");
        assertThat(fresh.exitCode()).isZero();
        assertThat(fresh.out()).contains("converted unet", "wrote " + out);
        assertNothingLeftBeside(out);
    }

    @Test
    void replaceSwapsOneRepositoryForAnother() throws IOException {
        Path out = directory.resolve("out");
        Path first = ExportedShapes.unpack("optimum", directory);
        Path second = ExportedShapes.unpack("dynamo", directory);
        Outcome.of("build", "--model", first.toString(), "--out", out.toString(), "--name", "first");

        Outcome replaced = Outcome.of(
                "build", "--model", second.toString(), "--out", out.toString(), "--name", "second", "--replace");

        assertThat(replaced.exitCode()).isZero();
        assertThat(Files.readString(out.resolve("manifest.json"))).contains("\"second\"");
        assertNothingLeftBeside(out);
    }

    @Test
    void aDamagedRepositoryIsNotUpToDate() throws IOException {
        Path model = ExportedShapes.unpack("optimum", directory);
        Path out = directory.resolve("out");
        Outcome.of("build", "--model", model.toString(), "--out", out.toString());
        Files.writeString(out.resolve("tokenizer/merges.txt"), "#version: 0.2\n");

        Outcome damaged = Outcome.of("build", "--model", model.toString(), "--out", out.toString());
        assertThat(damaged.err()).contains("holds another repository");
        assertThat(damaged.out()).as("said before the work").doesNotContain("converted");
        Outcome.of("build", "--model", model.toString(), "--out", out.toString(), "--replace");
        assertThat(Outcome.of("verify", out.toString()).exitCode()).isZero();
    }

    @Test
    void leftoversOfKilledBuildsAreRemoved() throws IOException {
        Path model = ExportedShapes.unpack("optimum", directory);
        Path out = directory.resolve("out");
        // Above any process id of Linux, so nobody has it.
        Path leftover = Files.createDirectories(directory.resolve(".out.new-999999999-1/models"));
        Path aside = Files.createDirectories(directory.resolve(".out.old-999999999-2/models"));

        Outcome.of("build", "--model", model.toString(), "--out", out.toString(), "--replace");

        assertThat(leftover).doesNotExist();
        assertThat(aside).doesNotExist();
    }

    @Test
    void theReportIsJsonIfAskedFor() throws IOException {
        Path repository = Files.createDirectory(directory.resolve("empty"));

        Outcome verify = Outcome.of("verify", "--json", repository.toString());

        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(verify.out()).path("findings")).hasSizeGreaterThan(1);
    }

    @Test
    void aWarningIsSaidAndIsNoFault() throws IOException {
        Path model = ExportedShapes.unpack("optimum", directory);
        Path out = directory.resolve("out");
        Outcome.of("build", "--model", model.toString(), "--out", out.toString());
        String unet = ManifestFile.read(new RepositoryPaths(out).manifest())
                .require(ModelRole.UNET)
                .name();
        Files.createDirectory(new RepositoryPaths(out).model(unet).resolve("007"));

        Outcome verify = Outcome.of("verify", out.toString());
        assertThat(verify.exitCode()).isZero();
        assertThat(verify.out()).contains("warning: models/" + unet + "/007 is no ordinary version", ": no findings");
        Outcome json = Outcome.of("verify", "--json", out.toString());
        assertThat(json.exitCode()).isZero();
        assertThat(new ObjectMapper().readTree(json.out()).path("warnings")).hasSize(1);
    }

    @Test
    void helpAndVersionAreForNewcomers() {
        assertThat(Outcome.of("--help").out()).contains("demo", "build", "verify", "First steps");
        assertThat(Outcome.of("build", "--help").out()).contains("--model", "--out", "--replace");
        assertThat(Outcome.of("--version").out()).startsWith("diffract ");
    }

    @Test
    void helpListsTheProgramsOfTheScriptAndFitsATerminal() {
        assertThat(Outcome.of("--help").out().lines())
                .anyMatch(line -> line.matches("  serve +Starts the frontend.*"))
                .anyMatch(line -> line.matches("  embedded +Starts a server.*"))
                .allMatch(line -> line.length() <= 80)
                .allMatch(line -> line.isEmpty() || line.startsWith("  ") || line.matches("[A-Z'].*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "plan check", "bench engines", "demo", "help"})
    void helpOfACommandIsTheCommandsHelp(String words) {
        Outcome help = Outcome.of(("help " + words).split(" "));

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .startsWith("Usage: diffract " + words + " ")
                .isEqualTo(Outcome.of((words + " --help").split(" ")).out());
        assertThat(Outcome.of("help").out()).isEqualTo(Outcome.of("--help").out());
    }

    static void assertNothingLeftBeside(Path out) throws IOException {
        try (Stream<Path> siblings = Files.list(out.getParent())) {
            assertThat(siblings.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("." + out.getFileName()));
        }
    }
}
