package dev.diffract.builder.build.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write in a directory. The operating system holds it, so that it ends with the process that has it, however that
 * ends, and also keeps programs in different containers apart. The file stays; what it says only matters while it is locked.
 */
final class DirectoryLock implements AutoCloseable {

    /** A process that closes any channel to a file loses its lock on it, so a second one must not be opened. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @param file in the directory to be written
     * @param what the holder does, as in "is being ..."
     * @throws PublishException if another holds it
     */
    static DirectoryLock take(Path file, String what) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        if (!HELD.add(key)) {
            throw new PublishException(
                    file.getParent() + " is being changed by this very process: wait until it is done");
        }
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new PublishException(file.getParent() + " is being " + holder(key)
                        + ": wait until it is done, or end that process and try again");
            }
            sign(channel, what);
            return new DirectoryLock(key, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(key);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }

    private static void sign(FileChannel channel, String what) throws IOException {
        String text = what + " by process " + ProcessHandle.current().pid() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static String holder(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return text.isEmpty() ? "changed by another process" : text;
    }
}
