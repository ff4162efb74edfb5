package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code nvinfer1::IErrorRecorder}. TensorRT reports errors to a recorder instead of to the log where one is set. References
 * are counted for TensorRT's sake only: the object lives as long as its Java owner.
 */
public final class ErrorRecorder extends VersionedObject {

    /** Hears of errors on any thread. Must not call TensorRT. */
    public interface Listener {

        /** @param code in the numbering of {@code nvinfer1::ErrorCode} */
        void reported(int code, String description);
    }

    private final Recorded recorded;

    public ErrorRecorder(Listener listener) {
        this(new Recorded(listener));
    }

    private ErrorRecorder(Recorded recorded) {
        super("IErrorRecorder", methods(recorded));
        this.recorded = recorded;
    }

    /** How many of TensorRT's objects use it at the moment. */
    public int references() {
        return recorded.references.get();
    }

    private static List<Callback> methods(Recorded recorded) {
        return List.of(
                (CallbackShapes.Count) self -> recorded.size(),
                (CallbackShapes.CodeAt) (self, index) -> recorded.code(index),
                (CallbackShapes.TextAt) (self, index) -> recorded.text(index),
                (CallbackShapes.Flag) self -> Recorded.NO_OVERFLOW,
                (CallbackShapes.Clear) self -> recorded.clear(),
                (CallbackShapes.Report) (self, code, text) -> recorded.report(code, text(text)),
                (CallbackShapes.Count) self -> recorded.references.incrementAndGet(),
                (CallbackShapes.Count) self -> recorded.references.decrementAndGet());
    }

    private record Fault(int code, Memory text) {}

    /** The texts' memory is kept until cleared, since TensorRT may ask for them. */
    private static final class Recorded {

        private static final byte NO_OVERFLOW = 0;
        private static final byte CAN_GO_ON = 0;
        private static final int NONE = 0;

        private final Listener listener;
        private final List<Fault> faults = new ArrayList<>();
        private final AtomicInteger references = new AtomicInteger();

        private Recorded(Listener listener) {
            this.listener = listener;
        }

        private synchronized int size() {
            return faults.size();
        }

        private synchronized int code(int index) {
            return index < 0 || index >= faults.size()
                    ? NONE
                    : faults.get(index).code();
        }

        private synchronized Pointer text(int index) {
            return index < 0 || index >= faults.size()
                    ? Pointer.NULL
                    : faults.get(index).text();
        }

        private synchronized void clear() {
            faults.clear();
        }

        /** @return whether the error is fatal, which TensorRT decides better */
        private byte report(int code, String text) {
            try {
                synchronized (this) {
                    faults.add(new Fault(code, copy(text)));
                }
                listener.reported(code, text);
                return CAN_GO_ON;
            } catch (RuntimeException | Error e) {
                // Nothing may unwind through TensorRT; the call that failed says so by its result anyway.
                return CAN_GO_ON;
            }
        }

        private static Memory copy(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Memory memory = new Memory(bytes.length + 1L);
            memory.write(0, bytes, 0, bytes.length);
            memory.setByte(bytes.length, (byte) 0);
            return memory;
        }
    }
}
