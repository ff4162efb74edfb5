package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.abi.ProgressMonitor;
import java.util.Optional;

/** Passes progress on, and remembers that a cancellation was asked for. */
final class BuildListener implements ProgressMonitor.Listener {

    private final ProgressListener listener;
    private volatile boolean cancelled;

    BuildListener(ProgressListener listener) {
        this.listener = listener;
    }

    boolean cancelled() {
        return cancelled;
    }

    @Override
    public void phaseStart(String phase, Optional<String> parent, int steps) {
        listener.phaseStarted(phase, parent, steps);
    }

    /** Several phases run at once: after one of them cancelled, all are told to stop. */
    @Override
    public boolean stepComplete(String phase, int step) {
        if (!listener.stepCompleted(phase, step)) {
            cancelled = true;
        }
        return !cancelled;
    }

    @Override
    public void phaseFinish(String phase) {
        listener.phaseFinished(phase);
    }
}
