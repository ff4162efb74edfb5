package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The builder says and writes the same, to the byte, whatever language the machine speaks. */
class BuilderSpeaksOneLanguageIT {

    @TempDir
    private static Path directory;

    private static Written english;

    /**
     * @param said exit code and output by command line
     * @param files bytes, one letter each, by path
     */
    private record Written(Map<String, Finished> said, Map<String, String> files) {}

    @BeforeAll
    static void inEnglish() throws IOException {
        english = written(Language.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(
            value = Language.class,
            names = {"GERMAN", "TURKISH"})
    void saysAndWritesTheSame(Language language) throws IOException {
        Written other = written(language);

        assertThat(other.said()).isEqualTo(english.said());
        assertThat(other.files().keySet()).isEqualTo(english.files().keySet());
        other.files()
                .forEach((file, bytes) ->
                        assertThat(bytes).as(file).isEqualTo(english.files().get(file)));
    }

    @Test
    void whatIsComparedHasFractionsAndFiles() {
        assertThat(english.said().get("plan check diffract.yaml").output()).contains("78.50 of 79.25 GiB");
        assertThat(english.said().get("convert --model demo-onnx --out fp16").output())
                .containsPattern("\\d\\.\\d\\de-0\\d");
        assertThat(english.files())
                .containsKeys(
                        "repository/manifest.json", "rendered/compose.yaml", "chosen.yaml", "fp16/unet/model.onnx");
        assertThat(english.said().values()).extracting(Finished::exitCode).contains(0, 1, 2);
    }

    private static Written written(Language language) throws IOException {
        // The folder has one name in all languages: rendered files carry it.
        Path work = Files.createDirectories(directory.resolve(language.name()).resolve("work"));
        Path home = Programs.home();
        Path prints = home.resolve("trt-builder/planning/src/test/resources/nvidia-smi");
        Files.copy(home.resolve("deploy/mig/diffract.yaml"), work.resolve("diffract.yaml"));
        Files.copy(home.resolve("deploy/mig/a100-goal.diffract.yaml"), work.resolve("goal.yaml"));
        for (String print : List.of("h100-lgi.txt", "h100-lgip.txt")) {
            Files.copy(prints.resolve(print), work.resolve(print));
        }
        Files.createSymbolicLink(work.resolve("demo-onnx"), Programs.demoModel());
        Map<String, Finished> said = new TreeMap<>();
        for (String command : commands()) {
            Finished finished =
                    RunningProgram.run("said", language.of(quick(Programs.builder(command.split(" ")))), work);
            said.put(
                    command, new Finished(finished.exitCode(), finished.output().replace(work.toString(), "")));
        }
        return new Written(said, files(work));
    }

    private static List<String> commands() {
        return List.of(
                "--help",
                "build --help",
                "plan --help",
                "plan check diffract.yaml",
                "plan check --json diffract.yaml",
                "plan choose --assume-sd15 --write chosen.yaml goal.yaml",
                "plan show --diff --lgi h100-lgi.txt --lgip h100-lgip.txt diffract.yaml",
                "plan render --out rendered diffract.yaml",
                "build --model demo-onnx --out repository",
                "verify repository",
                "convert --model demo-onnx --out fp16",
                "build --model . --out nothing",
                "build --model demo-onnx --out nothing --max-batch 1,5");
    }

    /** A process of seconds is faster without the compiler that optimises. */
    private static List<String> quick(List<String> command) {
        List<String> quick = new ArrayList<>(command);
        quick.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        return quick;
    }

    private static Map<String, String> files(Path work) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(work)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(work.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        files.remove("said.log");
        return files;
    }
}
