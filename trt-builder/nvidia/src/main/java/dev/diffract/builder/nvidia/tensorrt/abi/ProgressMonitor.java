package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Callback;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** {@code nvinfer1::IProgressMonitor}. */
public final class ProgressMonitor extends VersionedObject {

    /** Hears of phases on any thread. Must not call TensorRT. */
    public interface Listener {

        void phaseStart(String phase, Optional<String> parent, int steps);

        /** @return false to cancel the build */
        boolean stepComplete(String phase, int step);

        void phaseFinish(String phase);
    }

    private static final byte GO_ON = 1;
    private static final byte CANCEL = 0;

    private final AtomicReference<Throwable> failure;

    public ProgressMonitor(Listener listener) {
        this(listener, new AtomicReference<>());
    }

    private ProgressMonitor(Listener listener, AtomicReference<Throwable> failure) {
        super("IProgressMonitor", methods(listener, failure));
        this.failure = failure;
    }

    /** What the listener threw, which cancels the build. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private static List<Callback> methods(Listener listener, AtomicReference<Throwable> failure) {
        CallbackShapes.PhaseStart start = (self, phase, parent, steps) -> guarded(
                failure,
                () -> listener.phaseStart(
                        text(phase), Optional.ofNullable(parent).map(p -> text(p)), steps));
        CallbackShapes.StepComplete step = (self, phase, number) -> {
            boolean[] goOn = {false};
            guarded(failure, () -> goOn[0] = listener.stepComplete(text(phase), number));
            return goOn[0] && failure.get() == null ? GO_ON : CANCEL;
        };
        CallbackShapes.PhaseFinish finish = (self, phase) -> guarded(failure, () -> listener.phaseFinish(text(phase)));
        return List.of(start, step, finish);
    }

    /** Nothing may unwind through TensorRT. */
    private static void guarded(AtomicReference<Throwable> failure, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}
