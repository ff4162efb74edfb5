package dev.diffract.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingsTest {

    private final Recordings table = Recordings.read();
    private final List<RecordedFile> files =
            table.recordings().stream().flatMap(made -> made.files().stream()).toList();

    @Test
    void everyScriptIsInTheTable() throws IOException {
        List<String> known = new ArrayList<>(table.others().keySet());
        table.recordings().forEach(recording -> known.add(recording.script()));

        try (Stream<Path> scripts = Files.list(Recordings.scripts())) {
            assertThat(scripts.map(script -> script.getFileName().toString()).filter(name -> name.endsWith(".py")))
                    .containsExactlyInAnyOrderElementsOf(known);
        }
        assertThat(table.others().values()).doesNotContain("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus-frontend/core/src/test/resources/vectors",
                "trt-builder/graphs/src/test/resources",
                "tests/e2e/src/test/resources/parity"
            })
    void everyVectorIsRecordedByAScript(String folder) throws IOException {
        Path home = Programs.home();
        try (Stream<Path> vectors = Files.walk(home.resolve(folder))) {
            List<String> paths = vectors.filter(Files::isRegularFile)
                    .map(vector -> home.relativize(vector).toString())
                    .toList();
            assertThat(paths).isNotEmpty();
            assertThat(files).extracting(RecordedFile::path).containsAll(paths);
        }
    }

    @Test
    void everyFileIsCommittedAndLikeItself() {
        assertThat(files).extracting(RecordedFile::path).doesNotHaveDuplicates();
        for (RecordedFile file : files) {
            assertThat(file.compare(Programs.home(), Programs.home()).any())
                    .as(file.path())
                    .isFalse();
        }
    }

    @Test
    void aToleranceHasAReason() {
        assertThat(files).allSatisfy(file -> assertThat(file.reason().isEmpty()).isEqualTo(file.tolerance() == 0));
    }
}
