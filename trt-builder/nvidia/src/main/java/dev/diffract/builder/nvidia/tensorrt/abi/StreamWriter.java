package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Callback;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** {@code nvinfer1::IStreamWriter}: takes an engine file piece by piece, so that no Java array has to hold it. */
public final class StreamWriter extends VersionedObject {

    /** Takes bytes, on any thread. Must not call TensorRT. */
    public interface Sink {

        /** @param bytes valid during the call only; all of them are to be taken */
        void write(ByteBuffer bytes) throws IOException;
    }

    /** A buffer's size is an int; pieces of a size that divides well are kind to disks. */
    private static final long LARGEST_BUFFER = 1L << 30;

    private static final long FAILED = -1;

    private final AtomicReference<Exception> failure;

    public StreamWriter(Sink sink) {
        this(sink, new AtomicReference<>());
    }

    private StreamWriter(Sink sink, AtomicReference<Exception> failure) {
        super("IStreamWriter", methods(sink, failure));
        this.failure = failure;
    }

    /** Why bytes were not taken. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    private static List<Callback> methods(Sink sink, AtomicReference<Exception> failure) {
        CallbackShapes.Write write = (self, data, bytes) -> {
            try {
                for (long done = 0; done < bytes; done += LARGEST_BUFFER) {
                    sink.write(data.getByteBuffer(done, Math.min(LARGEST_BUFFER, bytes - done)));
                }
                return bytes;
            } catch (IOException | RuntimeException e) {
                failure.compareAndSet(null, e);
                return FAILED;
            }
        };
        return List.of(write);
    }
}
