package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every instance has been given. A call counts from its beginning, however long it takes until the instance itself
 * reports it. Of an instance that is not of the fleet it keeps nothing but the calls under way. Thread-safe.
 */
final class LoadBook {

    private final Map<TritonInstance, Load> loads = new HashMap<>();
    private final Set<TritonInstance> fleet = new HashSet<>();
    private long choices;

    /** One call under way on an instance; told apart by identity, because labels repeat. */
    record Entry(TritonInstance instance, List<String> labels, int charge, boolean filled) {}

    /** The snapshots with what is under way. */
    synchronized FleetView view(List<InstanceSnapshot> snapshots) {
        List<InstanceView> views = new ArrayList<>(snapshots.size());
        for (InstanceSnapshot snapshot : snapshots) {
            Load load = loads.get(snapshot.instance());
            views.add(
                    load == null
                            ? new InstanceView(snapshot, 0, 0, 0)
                            : new InstanceView(snapshot, load.charge(), load.filled(), load.lastChoice));
        }
        return new FleetView(views);
    }

    /**
     * @param view of the instance that is given the call
     * @param works in the call, at least one
     */
    synchronized Entry begin(InstanceView view, List<Work> works) {
        Work first = works.get(0);
        List<String> labels = works.stream().map(work -> work.terms().label()).toList();
        Entry entry = new Entry(
                view.instance(), labels, view.charge(first), first.exact().isPresent());
        Load load = loads.computeIfAbsent(view.instance(), key -> new Load());
        load.lastChoice = ++choices;
        load.underWay.add(entry);
        return entry;
    }

    /**
     * @param stepTime if it was a step
     */
    synchronized void succeeded(Entry entry, Optional<Duration> stepTime) {
        Load load = end(entry);
        load.completed++;
        stepTime.ifPresent(took -> {
            load.steps++;
            load.stepTime = load.stepTime.plus(took);
        });
    }

    synchronized void failed(Entry entry) {
        end(entry).failed++;
    }

    /** It ended neither done nor failed. */
    synchronized void neither(Entry entry) {
        end(entry);
    }

    /** The instance is of the fleet from now on. */
    synchronized void remember(TritonInstance instance) {
        fleet.add(instance);
    }

    /** Loses what is known of an instance that is gone, as soon as its last call has ended. */
    synchronized void forget(TritonInstance instance) {
        fleet.remove(instance);
        Load load = loads.get(instance);
        if (load != null) {
            drop(instance, load);
        }
    }

    synchronized InstanceStatistics statistics(TritonInstance instance) {
        Load load = loads.get(instance);
        if (load == null) {
            return InstanceStatistics.NONE;
        }
        List<String> doing =
                load.underWay.stream().flatMap(entry -> entry.labels().stream()).toList();
        Optional<Duration> mean = load.steps == 0 ? Optional.empty() : Optional.of(load.stepTime.dividedBy(load.steps));
        return new InstanceStatistics(load.underWay.size(), load.completed, load.failed, mean, doing);
    }

    @SuppressWarnings("ReferenceEquality") // two calls may say the same of themselves
    private Load end(Entry entry) {
        Load load = loads.computeIfAbsent(entry.instance(), key -> new Load());
        load.underWay.removeIf(other -> other == entry);
        drop(entry.instance(), load);
        return load;
    }

    private void drop(TritonInstance instance, Load load) {
        if (!fleet.contains(instance) && load.underWay.isEmpty()) {
            loads.remove(instance);
        }
    }

    private static final class Load {
        private final List<Entry> underWay = new ArrayList<>();
        private long lastChoice;
        private long completed;
        private long failed;
        private long steps;
        private Duration stepTime = Duration.ZERO;

        private int filled() {
            return (int) underWay.stream().filter(Entry::filled).count();
        }

        private int charge() {
            return underWay.stream().mapToInt(Entry::charge).sum();
        }
    }
}
