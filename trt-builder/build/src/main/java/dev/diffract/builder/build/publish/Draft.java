package dev.diffract.builder.build.publish;

import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.files.AtomicDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A version in the making: a directory that becomes a version by one rename, or is removed. One program at a time has one; what a killed one left is
 * removed when the next begins.
 */
public final class Draft implements AutoCloseable {

    private static final String NAME = "draft";
    private static final String LOCK = ".draft.lock";
    private static final Set<PosixFilePermission> WRITING = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final VersionedRepository repository;
    private final DirectoryLock lock;
    private final AtomicDirectory draft;

    private Draft(VersionedRepository repository, DirectoryLock lock, AtomicDirectory draft) {
        this.repository = repository;
        this.lock = lock;
        this.draft = draft;
    }

    static Draft open(VersionedRepository repository) throws IOException {
        DirectoryLock lock = DirectoryLock.take(repository.directory().resolve(LOCK), "built");
        try {
            return new Draft(
                    repository,
                    lock,
                    AtomicDirectory.openAlone(repository.directory().resolve(NAME)));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Where the repository is to be written. */
    public Path directory() {
        return draft.path();
    }

    /**
     * Makes the directory the next version. Its files are checked against its manifest, then cannot be written any more, and the disk has them all
     * before the rename.
     *
     * @return the version's number
     * @throws PublishException if the repository does not pass verification
     */
    public int publish() throws IOException {
        List<String> findings = RepositoryVerifier.verify(draft.path()).findings();
        if (!findings.isEmpty()) {
            throw new PublishException("what was built does not pass verification:\n" + String.join("\n", findings));
        }
        protect();
        draft.settle();
        return repository.publish(draft);
    }

    /** Removes the directory, if it was not published, and lets others begin. */
    @Override
    public void close() throws IOException {
        try (lock) {
            draft.close();
        }
    }

    /** Against mistakes; whoever owns the files can still undo it. */
    private void protect() throws IOException {
        try (Stream<Path> files = Files.walk(draft.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
                if (view != null) {
                    Set<PosixFilePermission> permissions =
                            EnumSet.copyOf(view.readAttributes().permissions());
                    permissions.removeAll(WRITING);
                    view.setPermissions(permissions);
                }
            }
        }
    }
}
