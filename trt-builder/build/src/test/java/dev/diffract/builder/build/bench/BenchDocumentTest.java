package dev.diffract.builder.build.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchDocumentTest {

    private static final String BEGIN = BenchDocument.BEGIN + "\n";
    private static final String END = BenchDocument.END + "\n";

    @TempDir
    private Path directory;

    @Test
    void replacesWhatIsBetweenTheMarksAndNothingElse() throws IOException {
        Path file = file("before\n" + BEGIN + "no figures yet\n" + END + "after\n");

        BenchDocument.write(file, List.of("| a |"));
        BenchDocument.write(file, List.of("| b |"));

        assertThat(file).hasContent("before\n" + BEGIN + "\n| b |\n\n" + END + "after\n");
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing\n", BEGIN, END + BEGIN, BEGIN + END + BEGIN + END})
    void aDocumentWithoutOnePlaceIsRefusedAndKept(String text) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> BenchDocument.write(file, List.of("| a |")))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("has no place for figures");
        assertThatThrownBy(() -> BenchDocument.requirePlace(file)).isInstanceOf(BenchException.class);
        assertThat(file).hasContent(text);
    }

    @Test
    void aMissingDocumentIsSaid() {
        assertThatThrownBy(() -> BenchDocument.requirePlace(directory.resolve("none.md")))
                .hasMessageContaining("none.md cannot be read");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("figures.md"), text);
    }
}
