package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The first 28 bytes of an engine file, which can be read without TensorRT and without a GPU: the tag {@code ftrt}, the version of the
 * format, and at byte 24 the TensorRT that built it, one byte for each of its four numbers. NVIDIA's {@code trtexec
 * --getPlanVersionOnly} reads the same.
 *
 * @param builtBy empty for a format whose header is not known here
 */
public record EngineHeader(Optional<TensorRtVersion> builtBy) {

    private static final int LENGTH = 28;
    private static final int TAG = 0x74727466;
    private static final int KNOWN_FORMAT = 0;
    private static final int FORMAT_AT = 4;
    private static final int VERSION_AT = 24;

    /** @throws TensorRtException if the file cannot be read ({@link Reason#FILE}) or is no engine file */
    public static EngineHeader read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LENGTH);
        } catch (IOException e) {
            throw new TensorRtException(Reason.FILE, "the engine file " + file + " cannot be read.", List.of(), e);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < LENGTH || header.getInt(0) != TAG) {
            throw new TensorRtException(
                    Reason.NOT_AN_ENGINE,
                    file + " is no TensorRT engine file: it does not start as one. Build it again.");
        }
        if (header.getInt(FORMAT_AT) != KNOWN_FORMAT) {
            return new EngineHeader(Optional.empty());
        }
        return new EngineHeader(Optional.of(new TensorRtVersion(
                header.get(VERSION_AT) & 0xff, header.get(VERSION_AT + 1) & 0xff, header.get(VERSION_AT + 2) & 0xff)));
    }

    /** Engines run on the version that built them only. */
    void requireBuiltBy(TensorRtVersion version, Path file) {
        if (builtBy.isPresent() && !builtBy.get().equals(version)) {
            throw new TensorRtException(
                    Reason.VERSION_MISMATCH,
                    file + " was built by TensorRT " + builtBy.get()
                            + " and runs on that version only; this is TensorRT " + version
                            + ". Build it again, or use the other version.");
        }
    }
}
