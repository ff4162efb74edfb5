package dev.diffract.tests.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for the sources of all modules, whichever there are. */
class SourcesTest {

    private static final int MOST_LINES = 300;
    private static final Set<String> NO_SOURCES = Set.of("target", ".git", ".diffract", "node_modules");

    private static final int MOST_VALUES = 7;

    /** What is written so because a file or a message is: its keys are the components. */
    private static final Set<String> MIRRORS = Set.of(
            // manifest.json, and the one without engines
            "Manifest",
            "Pipeline",
            "EngineRecord",
            "EngineTarget",
            // scheduler_config.json and model_index.json
            "SchedulerConfig",
            "SourceDefaults",
            // the catalogue of GPUs
            "GpuModel",
            "MigProfile",
            // what 'plan choose --json' prints
            "Figures",
            // bodies of the frontend's own dialect
            "GenerationBody",
            "ModelView",
            "ModesView",
            "ParametersView",
            "Problem",
            "RequestView",
            "SliceView");

    private static final List<Path> MAIN = new ArrayList<>();
    private static final List<Path> TEST = new ArrayList<>();

    @BeforeAll
    static void find() throws IOException {
        Files.walkFileTree(Programs.home(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NO_SOURCES.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    if (file.toString().contains("/src/main/java/")) {
                        MAIN.add(file);
                    } else if (file.toString().contains("/src/test/java/")) {
                        TEST.add(file);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(MAIN).hasSizeGreaterThan(100);
        assertThat(TEST).hasSizeGreaterThan(100);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(MAIN.stream().map(Path::getParent).distinct())
                .allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                        .content()
                        .startsWith("/**"));
    }

    @Test
    void noFileIsLongerThanAReaderHolds() {
        assertThat(MAIN).allSatisfy(file -> assertThat(lines(file)).isLessThanOrEqualTo(MOST_LINES));
        assertThat(TEST).allSatisfy(file -> assertThat(lines(file)).isLessThanOrEqualTo(MOST_LINES));
    }

    /** Each value of a long list is one that a caller can mistake for its neighbour. */
    @Test
    void nothingTakesMoreThanSevenValuesButRecordsThatMirrorAFile() throws IOException {
        assertThat(LongLists.longerThan(MOST_VALUES, MAIN)).containsExactlyInAnyOrderElementsOf(MIRRORS);
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
