package dev.diffract.builder.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicDirectoryTest {

    /** Larger than any process number that Linux gives. */
    private static final long DEAD = 999_999_999;

    @TempDir
    private Path folder;

    private Path place() {
        return folder.resolve("out");
    }

    @Test
    void isThereOnlyWhenPublished() throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.open(place())) {
            Files.writeString(directory.path().resolve("a"), "1");
            assertThat(place()).doesNotExist();
            directory.publish();
        }
        assertThat(place().resolve("a")).hasContent("1");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void givenUpItLeavesNothing() throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.open(place())) {
            Files.writeString(directory.path().resolve("a"), "1");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void publishingDoesNotReplaceWhatIsThere() throws IOException {
        filled("old");
        try (AtomicDirectory directory = AtomicDirectory.open(place())) {
            Files.writeString(directory.path().resolve("a"), "new");
            assertThatThrownBy(directory::publish).isInstanceOf(IOException.class);
        }
        assertThat(place().resolve("a")).hasContent("old");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void replacingThrowsTheOldOneAway() throws IOException {
        filled("old");
        Files.writeString(place().resolve("b"), "old too");
        try (AtomicDirectory directory = AtomicDirectory.open(place())) {
            Files.writeString(directory.path().resolve("a"), "new");
            directory.replace();
        }
        assertThat(place().resolve("a")).hasContent("new");
        assertThat(place().resolve("b")).doesNotExist();
        assertThat(names()).containsExactly("out");
    }

    @Test
    void replacingNothingIsPublishing() throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.open(place())) {
            directory.replace();
        }
        assertThat(names()).containsExactly("out");
    }

    @Test
    void mayGetANameThatWasNotKnownBefore() throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.open(folder.resolve("draft"))) {
            directory.settle();
            directory.publishAs(folder.resolve("7"));
        }
        assertThat(names()).containsExactly("7");
    }

    @Test
    void aReplacementThatFailsLeavesTheOldOne() throws IOException {
        filled("old");
        try (AtomicDirectory directory = AtomicDirectory.open(place())) {
            directory.settle();
            FileTrees.delete(directory.path());
            assertThatThrownBy(directory::replace).isInstanceOf(IOException.class);
        }
        assertThat(place().resolve("a")).hasContent("old");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void whatDeadProcessesLeftIsRemoved() throws IOException {
        filled("current");
        Files.createDirectories(folder.resolve(".out.new-" + DEAD + "-1/models"));
        Files.createDirectories(folder.resolve(".out.old-" + DEAD + "-2/models"));
        Path living = Files.createDirectory(folder.resolve(
                ".out.new-" + ProcessHandle.current().parent().orElseThrow().pid() + "-1"));

        AtomicDirectory.open(place()).close();

        assertThat(names())
                .containsExactlyInAnyOrder("out", living.getFileName().toString());
        assertThat(place().resolve("a")).hasContent("current");
    }

    @Test
    void aReplacementThatWasKilledHalfWayGivesTheOldOneBack() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve(".out.old-" + DEAD + "-1"))
                        .resolve("a"),
                "old");
        Files.createDirectories(folder.resolve(".out.new-" + DEAD + "-2/models"));

        AtomicDirectory.recover(place());

        assertThat(place().resolve("a")).hasContent("old");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void whoIsAloneRemovesWhatLooksAlive() throws IOException {
        Files.createDirectory(folder.resolve(
                ".out.new-" + ProcessHandle.current().parent().orElseThrow().pid() + "-1"));

        AtomicDirectory.openAlone(place()).close();

        assertThat(names()).isEmpty();
    }

    @Test
    void theDirectoriesAboveAreMade() throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.open(folder.resolve("x/y/out"))) {
            directory.publish();
        }
        assertThat(folder.resolve("x/y/out")).isDirectory();
    }

    @Test
    void aLinkLeadsToTheOldOrTheNewTarget() throws IOException {
        Path link = folder.resolve("current");
        Files.createSymbolicLink(folder.resolve(".current.new-" + DEAD + "-1"), Path.of("9"));

        AtomicLink.point(link, Path.of("1"));
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("1"));
        AtomicLink.point(link, Path.of("2"));

        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("2"));
        assertThat(names()).containsExactly("current");
    }

    @Test
    void aLinkDoesNotReplaceADirectory() throws IOException {
        filled("old");

        assertThatThrownBy(() -> AtomicLink.point(place(), Path.of("1"))).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("out");
    }

    private void filled(String text) throws IOException {
        Files.writeString(Files.createDirectory(place()).resolve("a"), text);
    }

    private List<String> names() {
        return List.of(folder.toFile().list());
    }
}
