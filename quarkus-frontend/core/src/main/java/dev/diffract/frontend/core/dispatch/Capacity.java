package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * How many pictures are to be under way so that no instance idles: twice as many as fill the largest batches of all. While one batch is
 * computed, the pictures of the other make their next steps. Of a model, so many as the instances that serve it ask for. An instance that is ill counts as it was, because it may be back in a moment,
 * and before anything is known of it as one of a single row; one that serves something else does not count, nor does one that is drained or went.
 */
public final class Capacity implements FleetListener {

    /** Batches of each instance: one that is computed, one that gets ready. */
    private static final int BATCHES = 2;

    private final Supplier<Map<String, Set<String>>> models;
    private final int most;
    private final Consumer<Places> changed;
    private final Map<TritonInstance, Rows> instances = new HashMap<>();

    /** The largest batch of an instance, of a model by what makes its steps. */
    private interface Rows {
        int of(Set<String> served);
    }

    /**
     * @param models by their names, what makes their steps, by served name: several while a model is switched
     * @param most never more than this, at least 1
     * @param changed is told whenever an instance changes
     */
    public Capacity(Supplier<Map<String, Set<String>>> models, int most, Consumer<Places> changed) {
        this.models = models;
        this.most = most;
        this.changed = changed;
    }

    @Override
    public void added(TritonInstance instance) {
        put(instance, served -> 1);
    }

    @Override
    public void changed(InstanceSnapshot snapshot) {
        if (snapshot.state() == InstanceState.DRAINING) {
            put(snapshot.instance(), served -> 0);
        } else if (snapshot.state() == InstanceState.HEALTHY || snapshot.state() == InstanceState.MISMATCHED) {
            put(
                    snapshot.instance(),
                    served -> served.stream()
                            .mapToInt(snapshot::largestBatch)
                            .max()
                            .orElse(0));
        }
    }

    @Override
    public void removed(TritonInstance instance) {
        instances.remove(instance);
        tell();
    }

    private void put(TritonInstance instance, Rows rows) {
        instances.put(instance, rows);
        tell();
    }

    private void tell() {
        Map<String, Set<String>> now = models.get(); // once, not for each of a thousand instances
        Map<String, Integer> ofModel = new HashMap<>();
        now.forEach((name, served) -> ofModel.put(name, places(rows -> rows.of(served))));
        int all = places(rows -> now.values().stream().mapToInt(rows::of).max().orElse(0));
        changed.accept(new Places(all, ofModel));
    }

    private int places(ToIntFunction<Rows> of) {
        long rows = instances.values().stream().mapToLong(of::applyAsInt).sum();
        return (int) Math.max(1, Math.min(most, BATCHES * rows));
    }
}
