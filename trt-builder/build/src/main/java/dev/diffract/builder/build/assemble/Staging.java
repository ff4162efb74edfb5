package dev.diffract.builder.build.assemble;

import dev.diffract.builder.files.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory beside the target in which a repository is written, and which becomes the target by a rename. Whoever looks at
 * the target sees nothing, or an old repository, or a whole new one. The name holds the process id, so that the leftovers of
 * a killed build can be told from the work of a living one.
 */
final class Staging implements AutoCloseable {

    private static final String BUILDING = ".building-";
    private static final String REPLACED = ".replaced-";

    private final Path target;
    private final Path directory;
    private final Path aside;
    private final Thread atExit = new Thread(this::deleteQuietly);

    private Staging(Path target) {
        this.target = target;
        long pid = ProcessHandle.current().pid();
        directory = target.resolveSibling("." + target.getFileName() + BUILDING + pid);
        aside = target.resolveSibling("." + target.getFileName() + REPLACED + pid);
    }

    /** Makes the directory, after removing what killed builds of the same target left behind. */
    static Staging open(Path target) throws IOException {
        Files.createDirectories(target.getParent());
        removeLeftovers(target);
        Staging staging = new Staging(target);
        FileTrees.delete(staging.directory);
        Files.createDirectory(staging.directory);
        Runtime.getRuntime().addShutdownHook(staging.atExit);
        return staging;
    }

    Path directory() {
        return directory;
    }

    /**
     * Makes the directory the target.
     *
     * @throws IOException if a rename fails; then the target is what it was
     */
    void publish() throws IOException {
        FileTrees.force(directory);
        boolean replaces = Files.exists(target);
        if (replaces) {
            Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaces) {
                restore(e);
            }
            throw e;
        }
        FileTrees.forceOne(target.getParent());
        FileTrees.delete(aside);
    }

    /** Removes the directory, if it was not published. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the program is being ended, and the hook deletes
        }
        FileTrees.delete(directory);
    }

    private void restore(IOException failure) {
        try {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void deleteQuietly() {
        try {
            FileTrees.delete(directory);
        } catch (IOException e) {
            // The next build of this target removes it.
        }
    }

    /** A build that was killed between the two renames of a replacement has put the old repository aside: it comes back. */
    private static void removeLeftovers(Path target) throws IOException {
        String name = "." + target.getFileName();
        for (Path sibling : siblings(target)) {
            String candidate = sibling.getFileName().toString();
            if (isOfDeadProcess(candidate, name + REPLACED)) {
                if (Files.exists(target)) {
                    FileTrees.delete(sibling);
                } else {
                    Files.move(sibling, target, StandardCopyOption.ATOMIC_MOVE);
                }
            } else if (isOfDeadProcess(candidate, name + BUILDING)) {
                FileTrees.delete(sibling);
            }
        }
    }

    private static List<Path> siblings(Path target) throws IOException {
        try (Stream<Path> siblings = Files.list(target.getParent())) {
            return siblings.toList();
        }
    }

    private static boolean isOfDeadProcess(String name, String prefix) {
        if (!name.startsWith(prefix)) {
            return false;
        }
        String pid = name.substring(prefix.length());
        Optional<ProcessHandle> process =
                pid.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
        return process.isEmpty();
    }
}
