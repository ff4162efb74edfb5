package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * {@code nvinfer1::ILogger}: on 10 a plain interface whose first method is {@code log}, on 11 a versioned one. TensorRT takes
 * one logger per process and ignores others, so it is made once and never let go.
 */
public final class Logger extends CallbackObject {

    /** Receives lines on any thread. Must not call TensorRT. What it throws is dropped. */
    public interface Sink {

        /** @param severity in the numbering of {@code ILogger::Severity} */
        void log(int severity, String message);
    }

    public Logger(Major major, Sink sink) {
        super(table(major, logTo(sink)));
    }

    private static List<Callback> table(Major major, Callback log) {
        return switch (major) {
            case TEN -> List.of(log, VersionedObject.destructor(), VersionedObject.destructor());
            case ELEVEN -> VersionedObject.withPreface("ILogger", List.of(log));
        };
    }

    private static CallbackShapes.Log logTo(Sink sink) {
        return (Pointer self, int severity, Pointer message) -> {
            try {
                sink.log(severity, VersionedObject.text(message));
            } catch (RuntimeException | Error e) {
                // Nothing may unwind through TensorRT, and a line that cannot be shown is no reason to stop.
                return;
            }
        };
    }
}
