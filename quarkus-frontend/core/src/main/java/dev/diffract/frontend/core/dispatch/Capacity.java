package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * How many pictures are to be under way so that no instance idles: twice as many as fill the largest batches of all. While one batch is
 * computed, the pictures of the other make their next steps. An instance that is ill counts as it was, because it may be back in a moment,
 * and before anything is known of it as one of a single row; one that serves something else does not count, nor does one that is drained or went.
 */
public final class Capacity implements FleetListener {

    /** Batches of each instance: one that is computed, one that gets ready. */
    private static final int BATCHES = 2;

    private final Supplier<Set<String>> models;
    private final int most;
    private final IntConsumer changed;
    private final Map<TritonInstance, Integer> batches = new HashMap<>();

    /**
     * @param models whose steps are made, by served name; others when a model is switched
     * @param most never more than this, at least 1
     * @param changed is told the number, at least 1, whenever an instance changes
     */
    public Capacity(Supplier<Set<String>> models, int most, IntConsumer changed) {
        this.models = models;
        this.most = most;
        this.changed = changed;
    }

    @Override
    public void added(TritonInstance instance) {
        put(instance, 1);
    }

    @Override
    public void changed(InstanceSnapshot snapshot) {
        if (snapshot.state() == InstanceState.DRAINING) {
            put(snapshot.instance(), 0);
        } else if (snapshot.state() == InstanceState.HEALTHY || snapshot.state() == InstanceState.MISMATCHED) {
            put(
                    snapshot.instance(),
                    models.get().stream().mapToInt(snapshot::largestBatch).max().orElse(0));
        }
    }

    @Override
    public void removed(TritonInstance instance) {
        batches.remove(instance);
        tell();
    }

    private void put(TritonInstance instance, int batch) {
        batches.put(instance, batch);
        tell();
    }

    private void tell() {
        long rows = batches.values().stream().mapToLong(Integer::longValue).sum();
        changed.accept((int) Math.max(1, Math.min(most, BATCHES * rows)));
    }
}
