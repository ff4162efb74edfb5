package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A plan on its way to the disk, under another name until it is complete. Closed before that, it leaves nothing behind. */
final class PlanFile implements AutoCloseable {

    private final Path target;
    private final Path partial;
    private final FileChannel channel;

    private PlanFile(Path target, Path partial, FileChannel channel) {
        this.target = target;
        this.partial = partial;
        this.channel = channel;
    }

    static PlanFile create(Path target) {
        Path partial = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            FileChannel channel = FileChannel.open(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            return new PlanFile(target, partial, channel);
        } catch (IOException e) {
            throw notWritten(target, e);
        }
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Waits for the disk and gives the file its name.
     *
     * @return its size in bytes
     */
    long publish() {
        try {
            long bytes = channel.size();
            channel.force(true);
            channel.close();
            move();
            return bytes;
        } catch (IOException e) {
            throw notWritten(target, e);
        }
    }

    private void move() throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw notWritten(target, e);
        }
    }

    static TensorRtException notWritten(Path target, Exception cause) {
        return new TensorRtException(
                Reason.FILE, "the plan " + target + " cannot be written: " + reason(cause) + ".", List.of(), cause);
    }

    /** A file system's exceptions say the reason apart from the file, or only by their type. */
    private static String reason(Exception cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException files && files.getReason() != null) {
            return files.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
