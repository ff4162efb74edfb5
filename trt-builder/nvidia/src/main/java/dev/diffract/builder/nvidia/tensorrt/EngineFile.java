package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.files.AtomicFile;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** An engine file on its way to the disk, under another name until it is complete. Closed before that, it leaves nothing behind. */
final class EngineFile implements AutoCloseable {

    private final Path target;
    private final AtomicFile file;

    private EngineFile(Path target, AtomicFile file) {
        this.target = target;
        this.file = file;
    }

    static EngineFile create(Path target) {
        try {
            return new EngineFile(target, AtomicFile.create(target));
        } catch (IOException e) {
            throw notWritten(target, e);
        }
    }

    void write(ByteBuffer bytes) throws IOException {
        file.write(bytes);
    }

    /**
     * Waits for the disk and gives the file its name.
     *
     * @return its size in bytes
     */
    long publish() {
        try {
            return file.publish();
        } catch (IOException e) {
            throw notWritten(target, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw notWritten(target, e);
        }
    }

    static TensorRtException notWritten(Path target, Exception cause) {
        return new TensorRtException(
                Reason.FILE,
                "the engine file " + target + " cannot be written: " + reason(cause) + ".",
                List.of(),
                cause);
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
