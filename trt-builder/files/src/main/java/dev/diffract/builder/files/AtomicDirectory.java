package dev.diffract.builder.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory that appears whole or not at all: filled beside its place, forced to the disk, and renamed. Closed before that, it leaves nothing behind. Whoever
 * looks at its place sees nothing, or the old one, or the whole new one.
 */
public final class AtomicDirectory implements Closeable {

    private final Path place;
    private final Path fresh;
    private boolean settled;

    private AtomicDirectory(Path place, Path fresh) {
        this.place = place;
        this.fresh = fresh;
    }

    /**
     * Begins an empty directory, makes those above it, and removes what killed programs left of it: if one was killed while it replaced the directory, the old
     * one is there again.
     */
    public static AtomicDirectory open(Path directory) throws IOException {
        return open(directory, false);
    }

    /** The same for a place where, the caller knows, no other process is at work: what is left there belongs to nobody, whatever its name says. */
    public static AtomicDirectory openAlone(Path directory) throws IOException {
        return open(directory, true);
    }

    /** Removes what killed programs left of a directory, and brings back the old one if it was being replaced. */
    public static void recover(Path directory) throws IOException {
        Path place = directory.toAbsolutePath();
        if (Files.isDirectory(place.getParent())) {
            Beside.removeLeftovers(place, false);
        }
    }

    private static AtomicDirectory open(Path directory, boolean alone) throws IOException {
        Path place = directory.toAbsolutePath();
        Files.createDirectories(place.getParent());
        Path fresh = Beside.begin(place);
        try {
            Files.createDirectory(fresh);
            Beside.removeLeftovers(place, alone);
            return new AtomicDirectory(place, fresh);
        } catch (IOException e) {
            Beside.remove(fresh);
            throw e;
        }
    }

    /** Where to write. */
    public Path path() {
        return fresh;
    }

    /** Waits until the disk has everything. Publishing does it too; whoever does it before may publish quickly under a lock. */
    public void settle() throws IOException {
        FileTrees.force(fresh);
        settled = true;
    }

    /**
     * Gives the directory its name.
     *
     * @throws IOException if a directory that is not empty has that name
     */
    public void publish() throws IOException {
        publishAs(place);
    }

    /**
     * Gives the directory a name that was not known when it was begun.
     *
     * @param directory in the same directory as the place it was begun for
     * @throws IOException if a directory that is not empty has that name
     */
    public void publishAs(Path directory) throws IOException {
        if (!settled) {
            settle();
        }
        Beside.keep(fresh);
        move(fresh, directory);
        FileTrees.forceOne(place.getParent());
    }

    /**
     * Gives the directory its name, whatever is there now.
     *
     * @throws IOException if a rename fails; then there is what was there before
     */
    public void replace() throws IOException {
        if (!Files.exists(place)) {
            publish();
            return;
        }
        if (!settled) {
            settle();
        }
        Beside.keep(fresh);
        Path old = Beside.aside(place);
        move(place, old);
        try {
            move(fresh, place);
        } catch (IOException e) {
            restore(old, e);
            throw e;
        }
        FileTrees.forceOne(place.getParent());
        FileTrees.delete(old);
    }

    private void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Beside.giveBack(fresh);
            throw e;
        }
    }

    private void restore(Path old, IOException failure) {
        try {
            Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Gives the directory up, if it was not published. */
    @Override
    public void close() throws IOException {
        Beside.remove(fresh);
    }
}
