package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.List;
import java.util.Optional;

/**
 * How all instances are, at one moment.
 *
 * @param instances in a stable order
 */
public record FleetView(List<InstanceView> instances) {

    public FleetView {
        instances = List.copyOf(instances);
    }

    /**
     * @param snapshot what was found out by asking it
     * @param underWay calls that it was given and has not answered
     * @param lastChosen grows with every choice of any instance: of two, the one with the smaller number was chosen longer
     *     ago; 0 if never
     */
    public record InstanceView(InstanceSnapshot snapshot, int underWay, long lastChosen) {

        public TritonInstance instance() {
            return snapshot.instance();
        }

        /** Rows that one call of such work may have, at least 1; 0 if the instance does not serve its model. */
        public int largestBatch(Work work) {
            return snapshot.largestBatch(work.model());
        }
    }

    /** Who can do the work: all that are healthy and serve it. */
    public List<InstanceView> serving(Work work) {
        return instances.stream()
                .filter(view -> view.snapshot().serves(work.model(), work.checkpoint()))
                .toList();
    }

    /** Who can do the work: all that are healthy and serve it by an engine that is not unfit for it. */
    public List<InstanceView> serving(Waiting waiting) {
        List<InstanceView> serving = serving(waiting.work());
        if (waiting.unfit().isEmpty()) {
            return serving;
        }
        String model = waiting.work().model();
        return serving.stream()
                .filter(view ->
                        !waiting.unfit().contains(view.snapshot().engine(model).orElseThrow()))
                .toList();
    }

    /** Who may be given the work: of those that can do it those where it did not fail, or all if it failed everywhere. */
    public List<InstanceView> candidates(Waiting waiting) {
        List<InstanceView> serving = serving(waiting);
        if (waiting.tried().isEmpty()) {
            return serving;
        }
        List<InstanceView> untried = serving.stream()
                .filter(view -> !waiting.tried().contains(view.instance()))
                .toList();
        return untried.isEmpty() ? serving : untried;
    }

    /** What computes a work's model on an instance; empty if it is not served there. */
    public Optional<String> engine(TritonInstance instance, Work work) {
        return instances.stream()
                .filter(view -> view.instance().equals(instance))
                .findFirst()
                .flatMap(view -> view.snapshot().engine(work.model()));
    }

    /** Whether an instance that gets no work now may get some without anybody changing anything. */
    public boolean anyMayRecover() {
        return instances.stream().anyMatch(view -> view.snapshot().mayRecover());
    }
}
