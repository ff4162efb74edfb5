package dev.diffract.builder.nvidia.tensorrt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes one figure of the phases a build reports. A phase's fraction is that of its steps that are done,
 * plus the part of the running step that the phases inside it have done. Thread-safe.
 *
 * <p>TensorRT does not tell how many outermost phases will come, so the figure is about the outermost phase that runs. It never
 * falls within a phase: a nested phase that starts late in a step would make it.
 */
public final class BuildProgress implements ProgressListener {

    /**
     * Where a build is.
     *
     * @param phases the outermost phase that runs, and the innermost one that started last within it; empty before the first
     *     and after the last phase
     * @param fraction of the outermost phase, from 0 to 1
     */
    public record State(List<String> phases, double fraction) {}

    private final Consumer<State> observer;
    private final Map<String, Phase> running = new LinkedHashMap<>();

    /** @param observer told after every event; on threads of TensorRT, one at a time */
    public BuildProgress(Consumer<State> observer) {
        this.observer = observer;
    }

    @Override
    public synchronized void phaseStarted(String name, Optional<String> parent, int steps) {
        Phase phase = new Phase(name, steps);
        running.put(name, phase);
        parent.map(running::get).ifPresent(outer -> outer.add(phase));
        tell();
    }

    @Override
    public synchronized boolean stepCompleted(String name, int step) {
        Phase phase = running.get(name);
        if (phase != null) {
            phase.complete(step);
        }
        tell();
        return true;
    }

    @Override
    public synchronized void phaseFinished(String name) {
        Phase phase = running.remove(name);
        if (phase != null) {
            phase.finish();
        }
        tell();
    }

    private void tell() {
        observer.accept(running.values().stream()
                .filter(Phase::isOutermost)
                .findFirst()
                .map(this::state)
                .orElse(new State(List.of(), 0)));
    }

    private State state(Phase outermost) {
        return new State(names(outermost), outermost.fractionNeverFalling());
    }

    private static List<String> names(Phase outermost) {
        List<String> names = new ArrayList<>(List.of(outermost.name()));
        outermost.innermost().map(Phase::name).ifPresent(names::add);
        return List.copyOf(names);
    }
}
