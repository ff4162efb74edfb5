package dev.diffract.builder.build.publish;

import dev.diffract.builder.build.publish.Version.State;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.files.AtomicDirectory;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.planning.ProfileDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The versions of one {@link ProfileDirectory}.
 *
 * <pre>
 * 1/ 2/ 3/        complete repositories; none is written again after it got its number
 * current -> 3    the one that is served
 * history         which were served, a line per switch
 * .lock           held while a version appears, disappears or is switched to
 * .draft.lock     held while a version is made, in a directory beside these
 * </pre>
 *
 * Making a version and switching exclude only their own kind, so that a rollback need not wait for a build.
 */
public final class VersionedRepository {

    static final String REMOVING = ".removing-";
    private static final String LOCK = ".lock";

    private final Path directory;
    private final CurrentLink link;
    private final History history;

    private VersionedRepository(Path directory) {
        this.directory = directory;
        this.link = new CurrentLink(directory);
        this.history = new History(directory);
    }

    /** What is in a directory, which need not exist yet. */
    public static VersionedRepository at(Path directory) {
        return new VersionedRepository(directory.toAbsolutePath().normalize());
    }

    public Path directory() {
        return directory;
    }

    /** Whether anything was ever published here. */
    public boolean exists() {
        return Files.exists(directory.resolve(LOCK));
    }

    /**
     * Every version, ascending.
     *
     * @throws PublishException if the link is not one of ours
     */
    public List<Version> versions() throws IOException {
        OptionalInt current = link.target();
        OptionalInt previous = previous();
        return Versions.in(directory).stream()
                .map(number -> new Version(
                        number, directory.resolve(String.valueOf(number)), state(number, current, previous)))
                .toList();
    }

    /** The version that was served before the last switch and is still there. */
    public OptionalInt previous() throws IOException {
        int current = link.target().orElse(0);
        List<Integer> there = Versions.in(directory);
        return history.latestFirst().stream()
                .filter(number -> number != current && there.contains(number))
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /**
     * Begins a new version, and removes what a killed program left of one.
     *
     * @throws PublishException if another program is making one here
     */
    public Draft draft() throws IOException {
        Files.createDirectories(directory);
        return Draft.open(this);
    }

    /**
     * Serves a version from now on, after checking it from end to end.
     *
     * @throws PublishException if there is no such version, it is damaged, or another program is changing the directory
     */
    @SuppressWarnings("try") // the lock is held, not asked
    public void switchTo(int version) throws IOException {
        requireSound(version);
        try (DirectoryLock lock = lock("switched")) {
            requireThere(version);
            pointTo(version);
        }
    }

    /**
     * Serves again what was served before the last switch. Doing it twice is doing nothing.
     *
     * @return the version that is now served
     * @throws PublishException if nothing was served before, or as for {@link #switchTo}
     */
    public int rollBack() throws IOException {
        int version = previous()
                .orElseThrow(() -> new PublishException(directory
                        + " has nothing to roll back to: no other version was served before and is still there"));
        switchTo(version);
        return version;
    }

    /**
     * Removes every version that is neither served nor was served before the last switch. If none is served, the newest stays.
     *
     * @return the versions that are gone
     * @throws PublishException if nothing was ever published here, or another program is changing the directory
     */
    @SuppressWarnings("try") // the lock is held, not asked
    public List<Integer> prune() throws IOException {
        if (!exists()) {
            throw new PublishException(
                    directory + " is no directory of published repositories: nothing is removed there");
        }
        try (DirectoryLock lock = lock("pruned")) {
            List<Integer> gone = new ArrayList<>();
            List<Version> versions = versions();
            for (Version version : versions) {
                boolean onlyChoice = link.target().isEmpty() && version.equals(versions.get(versions.size() - 1));
                if (version.state() == State.OTHER && !onlyChoice) {
                    remove(version);
                    gone.add(version.number());
                }
            }
            return gone;
        }
    }

    /** Gives a finished draft its number; the caller holds the draft's lock. */
    @SuppressWarnings("try") // the lock is held, not asked
    int publish(AtomicDirectory draft) throws IOException {
        try (DirectoryLock lock = lock("published to")) {
            List<Integer> there = Versions.in(directory);
            int highest = Stream.concat(there.stream(), history.latestFirst().stream())
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
            draft.publishAs(directory.resolve(String.valueOf(highest + 1)));
            return highest + 1;
        }
    }

    private void pointTo(int version) throws IOException {
        if (link.target().equals(OptionalInt.of(version))) {
            return;
        }
        // What a crash kept out of the history after its switch is known only from the link.
        OptionalInt before = link.target();
        if (before.isPresent() && !history.latestFirst().stream().findFirst().equals(boxed(before))) {
            history.add(before.getAsInt());
        }
        link.pointTo(version);
        history.add(version);
    }

    private void remove(Version version) throws IOException {
        Path removing = directory.resolve(REMOVING + version.number());
        Files.move(version.directory(), removing, StandardCopyOption.ATOMIC_MOVE);
        FileTrees.delete(removing);
    }

    private DirectoryLock lock(String what) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new PublishException(directory + " does not exist: nothing was published there");
        }
        DirectoryLock lock = DirectoryLock.take(directory.resolve(LOCK), what);
        try {
            removeLeftovers();
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void removeLeftovers() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                if (child.getFileName().toString().startsWith(REMOVING)) {
                    FileTrees.delete(child);
                }
            }
        }
    }

    private void requireSound(int version) throws IOException {
        requireThere(version);
        List<String> findings = RepositoryVerifier.verify(directory.resolve(String.valueOf(version)))
                .findings();
        if (!findings.isEmpty()) {
            throw new PublishException("version " + version + " of " + directory
                    + " is damaged and is not switched to:\n" + String.join("\n", findings));
        }
    }

    private void requireThere(int version) throws IOException {
        List<Integer> there = Versions.in(directory);
        if (!there.contains(version)) {
            throw new PublishException(directory + " has no version " + version + ": "
                    + (there.isEmpty() ? "nothing was published there" : "there are " + there));
        }
    }

    private static State state(int number, OptionalInt current, OptionalInt previous) {
        if (current.equals(OptionalInt.of(number))) {
            return State.CURRENT;
        }
        return previous.equals(OptionalInt.of(number)) ? State.PREVIOUS : State.OTHER;
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }
}
