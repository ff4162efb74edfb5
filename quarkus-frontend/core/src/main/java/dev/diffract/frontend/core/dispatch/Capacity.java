package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How many pictures are to be under way so that no instance idles: twice as many as fill the largest batches of all. While one batch is
 * computed, the pictures of the other make their next steps. Of a model, so many as the instances that serve it ask for. An instance that is ill counts as it was, because it may be back in a moment,
 * and before anything is known of it as one of a single row; one that serves something else does not count, nor does one that is drained or went.
 * A model that no healthy instance serves is missing, unless one was not looked at yet: what waits for it keeps nobody else waiting.
 */
public final class Capacity implements FleetListener {

    /** Batches of each instance: one that is computed, one that gets ready. */
    private static final int BATCHES = 2;

    /** Of an instance that was not looked at yet. */
    private static final Offer UNSEEN = new Offer(served -> 1, true);

    private final Supplier<Map<String, Set<String>>> models;
    private final int most;
    private final Consumer<Places> changed;
    private final Map<TritonInstance, Offer> instances = new HashMap<>();
    private final Totals totals = new Totals();

    /**
     * What an instance is there for.
     *
     * @param rows its largest batch of a model
     * @param here whether it can take calls, as far as is known
     */
    private record Offer(Rows rows, boolean here) {

        private Offer away() {
            return new Offer(rows, false);
        }
    }

    /** The largest batch of an instance, of a model by what makes its steps. */
    private interface Rows {
        int of(Set<String> served);
    }

    /** Sums over all instances. One that changes changes them by what it alone offers, however many there are. */
    private static final class Totals {
        private Map<String, Set<String>> models = Map.of();
        private final Map<String, Integer> rows = new HashMap<>();
        private final Map<String, Integer> here = new HashMap<>();
        private long all;

        private void begin(Map<String, Set<String>> now) {
            models = now;
            rows.clear();
            here.clear();
            all = 0;
        }

        /** @param times 1 to add it, -1 to take it away */
        private void count(Offer offer, int times) {
            int largest = 0;
            for (Map.Entry<String, Set<String>> model : models.entrySet()) {
                int own = offer.rows().of(model.getValue());
                largest = Math.max(largest, own);
                rows.merge(model.getKey(), times * own, Integer::sum);
                here.merge(model.getKey(), offer.here() && own > 0 ? times : 0, Integer::sum);
            }
            all += (long) times * largest;
        }
    }

    /**
     * @param models by their names, what makes their steps, by served name: several while a model is switched; another map whenever they differ
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
        change(instance, Optional.of(UNSEEN));
    }

    @Override
    public void changed(InstanceSnapshot snapshot) {
        change(snapshot.instance(), offer(snapshot));
    }

    @Override
    public void removed(TritonInstance instance) {
        change(instance, Optional.empty());
    }

    private Optional<Offer> offer(InstanceSnapshot snapshot) {
        return switch (snapshot.state()) {
            case DRAINING -> Optional.of(new Offer(served -> 0, false));
            case HEALTHY, MISMATCHED -> Optional.of(new Offer(served -> largestBatch(snapshot, served), true));
            case PENDING -> Optional.of(UNSEEN);
            case UNHEALTHY, UNKNOWN ->
                Optional.ofNullable(instances.get(snapshot.instance())).map(Offer::away);
        };
    }

    private static int largestBatch(InstanceSnapshot snapshot, Set<String> served) {
        int largest = 0;
        for (String name : served) {
            largest = Math.max(largest, snapshot.largestBatch(name));
        }
        return largest;
    }

    private void change(TritonInstance instance, Optional<Offer> offer) {
        Optional<Offer> before = Optional.ofNullable(
                offer.isPresent() ? instances.put(instance, offer.get()) : instances.remove(instance));
        Map<String, Set<String>> now = models.get();
        if (now.equals(totals.models)) {
            before.ifPresent(gone -> totals.count(gone, -1));
            offer.ifPresent(come -> totals.count(come, 1));
        } else {
            totals.begin(now);
            instances.values().forEach(each -> totals.count(each, 1));
        }
        tell();
    }

    private void tell() {
        Set<String> names = totals.models.keySet();
        changed.accept(new Places(
                places(totals.all),
                names.stream()
                        .collect(Collectors.toMap(name -> name, name -> places(totals.rows.getOrDefault(name, 0)))),
                names.stream()
                        .filter(name -> totals.here.getOrDefault(name, 0) == 0)
                        .collect(Collectors.toSet())));
    }

    private int places(long rows) {
        return (int) Math.max(1, Math.min(most, BATCHES * rows));
    }
}
