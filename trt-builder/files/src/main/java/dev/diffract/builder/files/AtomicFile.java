package dev.diffract.builder.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: written beside its place, forced to the disk, and renamed. Closed before that, it leaves nothing behind and its place
 * as it was.
 */
public final class AtomicFile implements Closeable {

    private final Path place;
    private final Path fresh;
    private final FileChannel channel;

    private AtomicFile(Path place, Path fresh, FileChannel channel) {
        this.place = place;
        this.fresh = fresh;
        this.channel = channel;
    }

    /**
     * Begins a file, and removes what killed programs left of it.
     *
     * @throws IOException if nothing can be written beside its place
     */
    public static AtomicFile create(Path file) throws IOException {
        Path place = file.toAbsolutePath();
        Path fresh = Beside.begin(place);
        try {
            FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                Beside.removeLeftovers(place, false);
                return new AtomicFile(place, fresh, channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            Beside.remove(fresh);
            throw e;
        }
    }

    /** Writes a whole file, over the one that is there. */
    public static void write(Path file, byte[] bytes) throws IOException {
        try (AtomicFile written = create(file)) {
            written.write(ByteBuffer.wrap(bytes));
            written.publish();
        }
    }

    /** Writes a whole file in UTF-8, over the one that is there. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a whole file in UTF-8 where there is none.
     *
     * @throws FileAlreadyExistsException if there is one; it stays as it is
     */
    public static void writeNew(Path file, String text) throws IOException {
        try (AtomicFile written = create(file)) {
            written.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            written.publishNew();
        }
    }

    /** Adds all remaining bytes. */
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Waits for the disk and gives the file its name, over another of that name.
     *
     * @return its size in bytes
     */
    public long publish() throws IOException {
        long bytes = settle();
        Beside.keep(fresh);
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Beside.giveBack(fresh);
            throw e;
        }
        FileTrees.forceOne(place.getParent());
        return bytes;
    }

    /**
     * Waits for the disk and gives the file its name. A rename would replace a file of that name; a hard link fails. Where there are no hard links, the name is
     * looked at and then taken: two programs at the same moment may both believe that they were first, and the file is whole all the same.
     */
    private void publishNew() throws IOException {
        settle();
        try {
            Files.createLink(place, fresh);
        } catch (UnsupportedOperationException e) {
            Beside.keep(fresh);
            try {
                Files.move(fresh, place);
            } catch (IOException failure) {
                Beside.giveBack(fresh);
                throw failure;
            }
        }
        FileTrees.forceOne(place.getParent());
    }

    private long settle() throws IOException {
        long bytes = channel.size();
        channel.force(true);
        channel.close();
        return bytes;
    }

    /** Gives the file up, if it was not published. */
    @Override
    public void close() throws IOException {
        channel.close();
        Beside.remove(fresh);
    }
}
