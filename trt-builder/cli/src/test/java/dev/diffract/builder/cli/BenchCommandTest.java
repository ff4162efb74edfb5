package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong arguments of {@code bench engines} are told before a GPU is looked for. */
class BenchCommandTest {

    @TempDir
    private static Path directory;

    private static Path graphs;

    @BeforeAll
    static void writeRepository() {
        graphs = directory.resolve("graphs");
        Path source = ExportedShapes.unpack("diffusers", directory);
        assertThat(Outcome.of("build", "--model", source.toString(), "--out", graphs.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void aReferenceIsNeeded() {
        Outcome outcome = Outcome.of("bench", "engines", "repository");

        assertThat(outcome.exitCode()).isEqualTo(Failures.USAGE);
        assertThat(outcome.err()).contains("--reference");
    }

    @Test
    void aReferenceMustBeARepository() {
        fails(
                "manifest.json does not exist",
                "--reference",
                directory.resolve("none").toString());
    }

    @Test
    void aBaselineMustExistAndBeJson() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{");

        fails(
                "none.json does not exist",
                "--baseline",
                directory.resolve("none.json").toString());
        fails("broken.json: no JSON", "--baseline", broken.toString());
    }

    @Test
    void aDocumentMustHaveAPlaceForFigures() throws IOException {
        Path document = Files.writeString(directory.resolve("figures.md"), "# Figures\n");

        fails("figures.md has no place for figures", "--document", document.toString());
        assertThat(document).hasContent("# Figures\n");
    }

    @Test
    void benchAloneIsNoCommand() {
        assertThat(Outcome.of("bench").err()).startsWith("diffract: no command given");
    }

    private static void fails(String sentence, String option, String value) {
        Outcome outcome = Outcome.of("bench", "engines", "repository", "--reference", graphs.toString(), option, value);

        assertThat(outcome.exitCode()).isEqualTo(Failures.FAILED);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(sentence).doesNotContain("this should not have happened");
        assertThat(outcome.err().lines()).hasSize(1);
    }
}
