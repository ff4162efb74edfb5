package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the latest snapshot of every configured instance. A poller publishes what it finds; a failed call takes the
 * instance out of rotation until a poll that was begun after the failure finds it healthy. Thread-safe.
 */
public final class InstanceRegistry implements InstanceDirectory {

    private final InstantSource clock;
    private final Map<TritonInstance, Entry> entries = new LinkedHashMap<>();

    /**
     * @param instances all instances, in the order users should see them; each is pending until published
     */
    public InstanceRegistry(List<TritonInstance> instances, InstantSource clock) {
        this.clock = clock;
        instances.forEach(
                instance -> entries.put(instance, new Entry(InstanceSnapshot.pending(instance), Instant.MIN)));
    }

    /**
     * Takes over what a poll found.
     *
     * @param begun when the poll was begun: one that was begun before the last failure of its instance cannot know of
     *     it, and is not believed if it says healthy
     * @throws IllegalArgumentException if the instance is not a configured one
     */
    public synchronized void publish(InstanceSnapshot snapshot, Instant begun) {
        Entry entry = entries.get(snapshot.instance());
        if (entry == null) {
            throw new IllegalArgumentException("no instance " + snapshot.instance() + " is configured");
        }
        boolean outdated = snapshot.state() == InstanceState.HEALTHY && !begun.isAfter(entry.failedAt());
        if (!outdated) {
            entries.put(snapshot.instance(), new Entry(snapshot, entry.failedAt()));
        }
    }

    @Override
    public synchronized List<InstanceSnapshot> snapshots() {
        return entries.values().stream().map(Entry::snapshot).toList();
    }

    @Override
    public synchronized void reportFailure(TritonInstance instance, InferenceException failure) {
        entries.computeIfPresent(
                instance,
                (key, entry) -> new Entry(
                        InstanceSnapshot.out(instance, InstanceState.UNHEALTHY, failure.getMessage()),
                        clock.instant()));
    }

    private record Entry(InstanceSnapshot snapshot, Instant failedAt) {}
}
