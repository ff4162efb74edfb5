package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every instance has been given. A choice counts at once: the next caller sees it, however long it takes until the
 * instance itself reports it. Thread-safe.
 */
final class LoadBook {

    private final Map<TritonInstance, Load> loads = new HashMap<>();
    private long choices;

    /** One call under way on an instance; told apart by identity, because labels repeat. */
    record Entry(TritonInstance instance, String label) {}

    /** Takes the instance with the fewest calls under way; of equals the one chosen longest ago. */
    synchronized Optional<Entry> choose(Collection<TritonInstance> candidates, String label) {
        return candidates.stream()
                .min(Comparator.comparingInt((TritonInstance instance) ->
                                load(instance).underWay.size())
                        .thenComparingLong(instance -> load(instance).lastChoice))
                .map(instance -> {
                    Entry entry = new Entry(instance, label);
                    Load load = load(instance);
                    load.lastChoice = ++choices;
                    load.underWay.add(entry);
                    return entry;
                });
    }

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

    synchronized InstanceStatistics statistics(TritonInstance instance) {
        Load load = loads.get(instance);
        if (load == null) {
            return InstanceStatistics.NONE;
        }
        List<String> doing = load.underWay.stream().map(Entry::label).toList();
        Optional<Duration> mean = load.steps == 0 ? Optional.empty() : Optional.of(load.stepTime.dividedBy(load.steps));
        return new InstanceStatistics(load.underWay.size(), load.completed, load.failed, mean, doing);
    }

    @SuppressWarnings("ReferenceEquality") // two calls may say the same of themselves
    private Load end(Entry entry) {
        Load load = load(entry.instance());
        load.underWay.removeIf(other -> other == entry);
        return load;
    }

    private Load load(TritonInstance instance) {
        return loads.computeIfAbsent(instance, key -> new Load());
    }

    private static final class Load {
        private final List<Entry> underWay = new ArrayList<>();
        private long lastChoice;
        private long completed;
        private long failed;
        private long steps;
        private Duration stepTime = Duration.ZERO;
    }
}
