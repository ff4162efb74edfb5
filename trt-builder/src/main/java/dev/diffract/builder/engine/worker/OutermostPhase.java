package dev.diffract.builder.engine.worker;

import dev.diffract.builder.tensorrt.ProgressListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes on the steps of phases that are in no other: those inside would jump to and fro. */
final class OutermostPhase implements ProgressListener {

    private final Consumer<WorkerMessage> out;
    private final Map<String, Integer> totals = new HashMap<>();

    OutermostPhase(Consumer<WorkerMessage> out) {
        this.out = out;
    }

    @Override
    public synchronized void phaseStarted(String phase, Optional<String> parent, int steps) {
        if (parent.isEmpty()) {
            totals.put(phase, steps);
            out.accept(WorkerMessage.step(phase, 0, steps));
        }
    }

    @Override
    public synchronized boolean stepCompleted(String phase, int step) {
        Integer total = totals.get(phase);
        if (total != null) {
            out.accept(WorkerMessage.step(phase, Math.min(step + 1, total), total));
        }
        return true;
    }

    @Override
    public synchronized void phaseFinished(String phase) {
        totals.remove(phase);
    }
}
