package dev.diffract.builder.build.engine.worker;

import dev.diffract.builder.nvidia.tensorrt.BuildProgress;
import java.util.function.Consumer;

/** Passes on how far the outermost phase is, in thousandths, and only when that changes: steps come by the ten thousand. */
final class PhaseReports implements Consumer<BuildProgress.State> {

    private static final int WHOLE = 1000;

    private final Consumer<WorkerMessage> out;
    private WorkerMessage last;

    PhaseReports(Consumer<WorkerMessage> out) {
        this.out = out;
    }

    @Override
    public void accept(BuildProgress.State state) {
        if (state.phases().isEmpty()) {
            return;
        }
        WorkerMessage message = WorkerMessage.step(state.phases().get(0), (int) (state.fraction() * WHOLE), WHOLE);
        if (!message.equals(last)) {
            last = message;
            out.accept(message);
        }
    }
}
