package dev.diffract.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import dev.diffract.tests.parity.Recordings.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the references answer today is what the tests are held to. */
class RecordedAgainIT {

    private static final Path WORK = Path.of("target", "parity").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String RECORDED = "recorded: ";

    /** What a script ends with whose original is not here and cannot be fetched; its last line says so. */
    private static final int NOT_RECORDED = 77;

    private static final PythonEnvironments PYTHON =
            new PythonEnvironments("python3", WORK.resolve("python"), Recordings.scripts(), Map.of());
    private static final Figures FIGURES = new Figures("parity");

    static List<Recording> recordings() {
        return Recordings.read().recordings();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void theReferencesAnswerWhatIsCommitted(Recording recording) throws IOException {
        Path python = PYTHON.python(recording.environment());
        Path fresh = Files.createTempDirectory(
                Files.createDirectories(WORK.resolve("recorded")),
                recording.script().replace(".py", "-"));

        Finished finished = record(python, recording, fresh);

        assumeTrue(
                finished.exitCode() != NOT_RECORDED,
                () -> finished.output().lines().reduce("", (before, line) -> line));
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        List<String> paths = recording.files().stream().map(RecordedFile::path).toList();
        assertThat(finished.output().lines().filter(line -> line.startsWith(RECORDED)))
                .containsExactlyInAnyOrderElementsOf(
                        paths.stream().map(path -> RECORDED + path).toList());
        assertThat(below(fresh)).containsExactlyInAnyOrderElementsOf(paths);
        List<Differences> compared =
                recording.files().stream().map(file -> compared(file, fresh)).toList();
        assertThat(compared).filteredOn(Differences::any).isEmpty();
    }

    private static Finished record(Path python, Recording recording, Path fresh) {
        return RunningProgram.start(
                        recording.script(),
                        List.of(
                                python.toString(),
                                Recordings.scripts().resolve(recording.script()).toString(),
                                "--out",
                                fresh.toString()),
                        WORK,
                        Map.of("HF_HUB_OFFLINE", "1", "PYTHONDONTWRITEBYTECODE", "1"))
                .awaitExit(PATIENCE);
    }

    private static Differences compared(RecordedFile file, Path fresh) {
        Differences differences = file.compare(Programs.home(), fresh);
        FIGURES.atMost(file.path(), differences.largest(), "largest-difference", file.tolerance());
        return differences;
    }

    private static List<String> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    @AfterAll
    static void report() {
        FIGURES.report();
    }
}
