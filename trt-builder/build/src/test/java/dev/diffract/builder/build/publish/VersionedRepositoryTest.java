package dev.diffract.builder.build.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.ServedFiles;
import dev.diffract.builder.build.publish.Version.State;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.repository.layout.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionedRepositoryTest {

    @TempDir
    static Path shared;

    @TempDir
    Path root;

    private static Path template;

    private ProfileDirectory place;
    private VersionedRepository repository;

    @BeforeAll
    static void build() {
        template = Repositories.build(shared);
    }

    @BeforeEach
    void open() {
        place = new ProfileDirectory(root, "tiny", "H100-80GB", "1g.10gb+me");
        repository = VersionedRepository.at(place.path());
    }

    @Test
    void aPublishedVersionIsNotServedBeforeItIsSwitchedTo() throws IOException {
        assertThat(publish("one")).isEqualTo(1);

        assertThat(new CurrentLink(place.path()).target()).isEmpty();
        assertThat(place.servedModels()).doesNotExist();
        assertThat(states()).containsExactly(State.OTHER);
    }

    @Test
    void theLinkLeadsToTheVersionThatIsServed() throws IOException {
        publish("one");
        repository.switchTo(1);
        publish("two");
        repository.switchTo(2);

        assertThat(ManifestFile.read(place.servedRepository().resolve("manifest.json"))
                        .builder())
                .isEqualTo("two");
        assertThat(ServedFiles.file(place.servedRepository(), "models/unet/config.pbtxt"))
                .exists();
        assertThat(states()).containsExactly(State.PREVIOUS, State.CURRENT);
        assertThat(RepositoryVerifier.verify(place.servedRepository()).findings())
                .isEmpty();
    }

    @Test
    void rollingBackGoesToWhatWasServedBeforeNotToTheNumberBefore() throws IOException {
        publish("one");
        publish("two");
        publish("three");
        repository.switchTo(1);
        repository.switchTo(3);

        assertThat(repository.rollBack()).isEqualTo(1);
        assertThat(new CurrentLink(place.path()).target()).hasValue(1);
        assertThat(repository.rollBack()).isEqualTo(3);
    }

    @Test
    void rollingBackFindsTheOldVersionAlsoIfTheSwitchDiedBeforeItsLineInTheHistory() throws IOException {
        publish("one");
        publish("two");
        repository.switchTo(1);
        new CurrentLink(place.path()).pointTo(2);
        assertThat(repository.previous()).hasValue(1);

        publish("three");
        repository.switchTo(3);

        assertThat(repository.rollBack()).isEqualTo(2);
    }

    @Test
    void anUnfinishedLineOfTheHistoryDoesNotCount() throws IOException {
        publish("one");
        publish("two");
        repository.switchTo(1);
        repository.switchTo(2);
        Path history = place.path().resolve("history");
        Files.writeString(history, Files.readString(history) + "1");

        assertThat(repository.previous()).hasValue(1);
        repository.switchTo(1);
        assertThat(Files.readAllLines(history)).hasSize(3).allMatch(line -> line.matches("[12] \\d{4}-.*Z"));
    }

    @Test
    void pruningKeepsWhatIsServedAndWhatWasServedBefore() throws IOException {
        for (int i = 1; i <= 5; i++) {
            publish("v" + i);
        }
        repository.switchTo(2);
        repository.switchTo(4);

        assertThat(repository.prune()).containsExactly(1, 3, 5);
        assertThat(numbers()).containsExactly(2, 4);
        assertThat(repository.rollBack()).isEqualTo(2);
    }

    @Test
    void pruningKeepsTheNewestIfNoneIsServed() throws IOException {
        publish("one");
        publish("two");

        assertThat(repository.prune()).containsExactly(1);
    }

    @Test
    void aNumberIsNotGivenTwice() throws IOException {
        publish("one");
        repository.switchTo(1);
        publish("two");
        repository.switchTo(2);
        repository.switchTo(1);
        publish("three");
        repository.switchTo(3);
        repository.switchTo(1);
        repository.prune();

        assertThat(publish("four")).isEqualTo(4);
    }

    @Test
    void publishedFilesCannotBeWritten() throws IOException {
        publish("one");

        try (Stream<Path> files = Files.walk(place.path().resolve("1"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(
                                    Files.getPosixFilePermissions(file).toString())
                            .doesNotContain("WRITE"));
        }
    }

    @Test
    void aDraftThatIsGivenUpLeavesNothing() throws IOException {
        try (Draft draft = repository.draft()) {
            Repositories.copy(template, draft.directory(), "one");
        }

        assertThat(numbers()).isEmpty();
        assertThat(place.path().toFile().list()).containsExactly(".draft.lock");
    }

    @Test
    void aDamagedDraftIsNotPublished() throws IOException {
        try (Draft draft = repository.draft()) {
            Repositories.copy(template, draft.directory(), "one");
            Files.delete(ServedFiles.file(draft.directory(), "models/unet/config.pbtxt"));
            assertThatThrownBy(draft::publish)
                    .isInstanceOf(PublishException.class)
                    .hasMessageContaining("does not pass verification")
                    .hasMessageContaining("unet/config.pbtxt is missing");
        }
        assertThat(numbers()).isEmpty();
    }

    @Test
    void aDamagedVersionIsNotSwitchedTo() throws IOException {
        publish("one");
        Path graph = ServedFiles.file(place.path().resolve("1"), "models/unet/1/model.onnx");
        Files.delete(graph);
        Files.writeString(graph, "no graph");

        assertThatThrownBy(() -> repository.switchTo(1))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("version 1 of " + place.path() + " is damaged and is not switched to");
        assertThat(new CurrentLink(place.path()).target()).isEmpty();
    }

    @Test
    void twoBuildsOfOneDirectoryAreRefused() throws IOException {
        try (Draft draft = repository.draft()) {
            assertThatThrownBy(repository::draft)
                    .isInstanceOf(PublishException.class)
                    .hasMessageContaining("is being changed by this very process");
            assertThat(draft.directory()).isDirectory();
        }
        repository.draft().close();
    }

    @Test
    void aRollbackNeedsNotWaitForABuild() throws IOException {
        publish("one");
        publish("two");
        repository.switchTo(1);
        repository.switchTo(2);

        try (Draft draft = repository.draft()) {
            assertThat(repository.rollBack()).isEqualTo(1);
            assertThat(draft.directory()).isDirectory();
        }
    }

    @Test
    void whatCannotBeSwitchedToIsASentence() throws IOException {
        refused(() -> repository.switchTo(1), "has no version 1: nothing was published there");
        publish("one");
        refused(() -> repository.switchTo(7), "has no version 7: there are [1]");
        refused(repository::rollBack, "has nothing to roll back to");
        repository.switchTo(1);
        refused(repository::rollBack, "has nothing to roll back to");
    }

    @Test
    void aLinkThatIsNotOursIsASentence() throws IOException {
        publish("one");
        Path link = place.path().resolve("current");

        Files.createDirectory(link);
        refused(() -> repository.switchTo(1), "is no symbolic link: somebody put a directory there");
        Files.delete(link);
        Files.writeString(link, "1");
        refused(repository::versions, "is no symbolic link: somebody put a file there");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("../../elsewhere"));
        refused(repository::versions, "points to ../../elsewhere, expected the number of a version beside it");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("9"));
        refused(() -> repository.switchTo(1), "points to version 9, which is not there");
        Files.delete(link);
        repository.switchTo(1);
        assertThat(new CurrentLink(place.path()).target()).hasValue(1);
    }

    @Test
    void aDirectoryThatIsNotOursIsNeverPruned() throws IOException {
        Path photos = Files.createDirectories(root.resolve("photos"));
        Files.createDirectory(photos.resolve("2024"));

        refused(() -> VersionedRepository.at(photos).prune(), "is no directory of published repositories");
        assertThat(photos.resolve("2024")).exists();
    }

    @Test
    void aNameThatLeadsElsewhereIsNoDirectory() {
        assertThatThrownBy(() -> new ProfileDirectory(root, "../x", "A30", "1g.6gb"))
                .isInstanceOf(PlanningException.class)
                .hasMessageContaining("the model name '../x' cannot be a directory");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(PublishException.class).hasMessageContaining(sentence);
    }

    private int publish(String name) throws IOException {
        return Repositories.publish(repository, template, name);
    }

    private List<Integer> numbers() throws IOException {
        return repository.versions().stream().map(Version::number).toList();
    }

    private List<State> states() throws IOException {
        return repository.versions().stream().map(Version::state).toList();
    }
}
