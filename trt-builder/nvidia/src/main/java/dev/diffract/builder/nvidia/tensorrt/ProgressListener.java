package dev.diffract.builder.nvidia.tensorrt;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Hears how far a build is. Phases nest: a phase that names a parent starts and ends within one step of that parent. Names are
 * TensorRT's.
 *
 * <p>Called on threads of TensorRT, so an implementation must be thread-safe, must not call TensorRT, and should be quick.
 */
public interface ProgressListener {

    /**
     * @param parent the phase within which this one runs; empty for an outermost one
     * @param steps how many steps the phase has
     */
    void phaseStarted(String phase, Optional<String> parent, int steps);

    /**
     * @param step the step that is done, counted from 0
     * @return false to cancel the build. It stops at the next point where TensorRT can; then
     *     {@link TensorRt#build} fails with {@link TensorRtException.Reason#CANCELLED}.
     */
    boolean stepCompleted(String phase, int step);

    /** Also called for phases a cancelled build leaves before their last step. */
    void phaseFinished(String phase);

    /** Hears nothing and never cancels. */
    static ProgressListener none() {
        return new ProgressListener() {
            @Override
            public void phaseStarted(String phase, Optional<String> parent, int steps) {}

            @Override
            public boolean stepCompleted(String phase, int step) {
                return true;
            }

            @Override
            public void phaseFinished(String phase) {}
        };
    }

    /** This listener, which also cancels as soon as the condition holds. */
    default ProgressListener cancelledWhen(BooleanSupplier condition) {
        ProgressListener heard = this;
        return new ProgressListener() {
            @Override
            public void phaseStarted(String phase, Optional<String> parent, int steps) {
                heard.phaseStarted(phase, parent, steps);
            }

            @Override
            public boolean stepCompleted(String phase, int step) {
                return heard.stepCompleted(phase, step) && !condition.getAsBoolean();
            }

            @Override
            public void phaseFinished(String phase) {
                heard.phaseFinished(phase);
            }
        };
    }
}
