package dev.diffract.builder.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    /** Larger than any process number that Linux gives. */
    private static final long DEAD = 999_999_999;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("a.txt");
    }

    @Test
    void hasItsNameOnlyWhenComplete() throws IOException {
        Files.writeString(file(), "old");
        try (AtomicFile written = AtomicFile.create(file())) {
            written.write(ByteBuffer.wrap(new byte[] {'n', 'e'}));
            assertThat(file()).hasContent("old");
            written.write(ByteBuffer.wrap(new byte[] {'w'}));
            assertThat(written.publish()).isEqualTo(3);
            assertThat(file()).hasContent("new");
        }
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void givenUpItLeavesNothingAndWhatWasThere() throws IOException {
        Files.writeString(file(), "old");
        try (AtomicFile written = AtomicFile.create(file())) {
            written.write(ByteBuffer.wrap(new byte[100]));
        }
        assertThat(file()).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void isNamedAfterItsPlaceAndItsProcessWhileItIsWritten() throws IOException {
        try (AtomicFile written = AtomicFile.create(file())) {
            assertThat(written).isNotNull();
            assertThat(names())
                    .singleElement()
                    .asString()
                    .matches("\\.a\\.txt\\.new-" + ProcessHandle.current().pid() + "-\\d+");
        }
    }

    @Test
    void twoWritersDoNotMeetAndTheLastOneStays() throws IOException {
        try (AtomicFile first = AtomicFile.create(file());
                AtomicFile second = AtomicFile.create(file())) {
            second.write(ByteBuffer.wrap(new byte[] {'2'}));
            second.publish();
            first.write(ByteBuffer.wrap(new byte[] {'1'}));
            first.publish();
        }
        assertThat(file()).hasContent("1");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void whatDeadProcessesLeftIsRemovedAndWhatOthersWriteIsNot() throws IOException {
        String living =
                ".a.txt.new-" + ProcessHandle.current().parent().orElseThrow().pid() + "-1";
        List<String> strangers =
                List.of(living, ".b.txt.new-" + DEAD + "-1", ".a.txt.new-mine", "a.txt.new-" + DEAD + "-1");
        for (String name : strangers) {
            Files.createFile(folder.resolve(name));
        }
        Files.createFile(folder.resolve(".a.txt.new-" + DEAD + "-7"));

        AtomicFile.write(file(), "text");

        assertThat(names()).containsExactlyInAnyOrderElementsOf(with(strangers, "a.txt"));
    }

    @Test
    void whatAnEarlierProcessOfTheSameNumberLeftIsRemoved() throws IOException {
        Files.createFile(folder.resolve(".a.txt.new-" + ProcessHandle.current().pid() + "-999999999"));

        AtomicFile.write(file(), "text");

        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void aNewFileIsNotWrittenOverAnother() throws IOException {
        AtomicFile.writeNew(file(), "first");

        assertThatThrownBy(() -> AtomicFile.writeNew(file(), "second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file()).hasContent("first");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void othersMayReadIt() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));

        AtomicFile.write(file(), "text");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)));
    }

    @Test
    void whereThereIsNoDirectoryTheReasonIsThatOfTheSystem() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("missing/a.txt"), "text"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> AtomicFile.write(Files.createDirectory(file()), "text"))
                .isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("a.txt");
    }

    private List<String> names() {
        return List.of(folder.toFile().list());
    }

    private static List<String> with(List<String> names, String another) {
        return Stream.concat(names.stream(), Stream.of(another)).toList();
    }
}
