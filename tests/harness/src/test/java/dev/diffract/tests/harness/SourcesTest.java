package dev.diffract.tests.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for the sources of all modules, whichever there are. */
class SourcesTest {

    private static final int MOST_LINES = 300;
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
            "Events",
            "GenerationBody",
            "GenerationView",
            "ImageView",
            "ModelView",
            "ModesView",
            "ParametersView",
            "Problem",
            "RequestView",
            "SamplingView",
            "SliceView");

    private static Sources sources;

    @BeforeAll
    static void find() throws IOException {
        sources = Sources.find();
        assertThat(sources.main()).hasSizeGreaterThan(100);
        assertThat(sources.test()).hasSizeGreaterThan(100);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        List<Path> all =
                Stream.concat(sources.main().stream(), sources.test().stream()).toList();
        Set<String> told = all.stream()
                .filter(file -> file.endsWith("package-info.java"))
                .filter(SourcesTest::saysSomething)
                .map(Sources::packageOf)
                .collect(Collectors.toSet());
        assertThat(all.stream().map(Sources::packageOf).collect(Collectors.toSet()))
                .as("packages whose package-info holds a sentence")
                .isEqualTo(told);
    }

    private static boolean saysSomething(Path file) {
        try {
            String text = Files.readString(file);
            String comment = text.startsWith("/**") ? text.substring(3, text.indexOf("*/")) : "";
            return comment.replace("*", " ").strip().matches("(?s)\\S+\\s+\\S+\\s+\\S.*\\.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noFileIsLongerThanAReaderHolds() {
        assertThat(sources.main()).allSatisfy(file -> assertThat(lines(file)).isLessThanOrEqualTo(MOST_LINES));
        assertThat(sources.test()).allSatisfy(file -> assertThat(lines(file)).isLessThanOrEqualTo(MOST_LINES));
    }

    /** Each value of a long list is one that a caller can mistake for its neighbour. */
    @Test
    void nothingTakesMoreThanSevenValuesButRecordsThatMirrorAFile() throws IOException {
        assertThat(LongLists.longerThan(MOST_VALUES, sources.main())).containsExactlyInAnyOrderElementsOf(MIRRORS);
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
