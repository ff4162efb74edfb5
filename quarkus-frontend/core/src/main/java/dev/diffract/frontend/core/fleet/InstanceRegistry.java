package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps the latest snapshot of every instance of the fleet, which may change at any time. A poller publishes what it finds; a
 * failed call takes the instance out of rotation until a poll that was begun after the failure finds it healthy; and whoever drains it, until
 * it is undrained. Thread-safe.
 */
public final class InstanceRegistry implements InstanceDirectory {

    /** So many looks in a row without an answer are a long silence: one that is only busy answers some, or calls. */
    private static final int MANY_LOOKS = 5;

    private final InstantSource clock;
    private final Map<TritonInstance, Entry> entries = new LinkedHashMap<>();
    private final Set<TritonInstance> drained = new HashSet<>();
    private final List<FleetListener> listeners = new ArrayList<>();
    private final Announcements announcements = new Announcements();
    /** Read for every call, without the lock. */
    private volatile List<InstanceSnapshot> latest = List.of();
    /** Those that did not answer their latest looks. Read for every answer, without the lock. */
    private volatile Set<TritonInstance> silent = Set.of();

    /** Without instances. */
    public InstanceRegistry(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Makes these the instances of the fleet. Those that are new are pending; what is known of the others is kept.
     *
     * @param instances in the order users should see them
     * @throws IllegalArgumentException if two have the same name or the same target; then nothing has changed
     */
    public void set(List<TritonInstance> instances) {
        requireDistinct(instances);
        synchronized (this) {
            drained.retainAll(instances);
            List<TritonInstance> gone = entries.keySet().stream()
                    .filter(instance -> !instances.contains(instance))
                    .toList();
            List<TritonInstance> come = instances.stream()
                    .filter(instance -> !entries.containsKey(instance))
                    .toList();
            Map<TritonInstance, Entry> known = new LinkedHashMap<>(entries);
            entries.clear();
            for (TritonInstance instance : instances) {
                entries.put(
                        instance,
                        known.getOrDefault(instance, new Entry(InstanceSnapshot.pending(instance), Instant.MIN, 0)));
            }
            // First those that went: one that comes may have the name of one of them.
            gone.forEach(instance -> announce(listener -> listener.removed(instance)));
            come.forEach(instance -> announce(listener -> listener.added(instance)));
            remember();
        }
        announcements.tell();
    }

    /**
     * Takes over what a poll found.
     *
     * @param begun when the poll was begun: one that was begun before the last failure of its instance cannot know of
     *     it, and is not believed if it says healthy
     * @return whether the instance is one of the fleet; nothing has changed if it is not
     */
    public boolean publish(InstanceSnapshot snapshot, Instant begun) {
        synchronized (this) {
            Entry entry = entries.get(snapshot.instance());
            if (entry == null) {
                return false;
            }
            boolean outdated = snapshot.state() == InstanceState.HEALTHY && !begun.isAfter(entry.failedAt());
            put(outdated ? entry.heard() : entry.looked(snapshot), entry);
        }
        announcements.tell();
        return true;
    }

    /**
     * Tells what a look found that a server has counted; of an instance that is not of the fleet nobody is told.
     *
     * @param counts empty if it did not tell
     */
    public void counted(TritonInstance instance, Optional<ServerCounts> counts) {
        synchronized (this) {
            if (entries.containsKey(instance)) {
                Instant now = clock.instant();
                announce(listener -> listener.counted(instance, counts, now));
            }
        }
        announcements.tell();
    }

    /**
     * Keeps new work from an instance. What it has it ends.
     *
     * @return whether it is one of the fleet
     */
    public boolean drain(TritonInstance instance) {
        return show(instance, () -> drained.add(instance));
    }

    /**
     * Lets an instance have work again, as soon as a look finds it healthy, or at once where the latest one did.
     *
     * @return whether it is one of the fleet
     */
    public boolean undrain(TritonInstance instance) {
        return show(instance, () -> drained.remove(instance));
    }

    /** Those that get no work because somebody drained them. */
    public synchronized Set<TritonInstance> drained() {
        return Set.copyOf(drained);
    }

    private boolean show(TritonInstance instance, Runnable change) {
        synchronized (this) {
            Entry entry = entries.get(instance);
            if (entry == null) {
                return false;
            }
            InstanceSnapshot before = shown(entry);
            change.run();
            tellChange(before, shown(entry));
        }
        announcements.tell();
        return true;
    }

    @Override
    public List<InstanceSnapshot> snapshots() {
        return latest;
    }

    @Override
    public void reportFailure(TritonInstance instance, InferenceException failure) {
        synchronized (this) {
            Entry entry = entries.get(instance);
            if (entry != null) {
                InstanceSnapshot found = InstanceSnapshot.suspected(instance, reason(failure.kind()));
                put(new Entry(found, clock.instant(), entry.silentLooks()), entry);
            }
        }
        announcements.tell();
    }

    @Override
    public void reportAnswer(TritonInstance instance) {
        if (!silent.contains(instance)) {
            return;
        }
        synchronized (this) {
            Entry entry = entries.get(instance);
            if (entry != null) {
                put(entry.heard(), entry);
            }
        }
        announcements.tell();
    }

    /** What everybody may read: the library's words are for the log. */
    private static String reason(FailureKind kind) {
        return switch (kind) {
            case UNAVAILABLE -> "A call did not reach it.";
            case DRAINING -> "A call found it stopping.";
            case DEADLINE -> "A call got no answer in time.";
            case NOT_FOUND -> "A call was for a model that it does not serve.";
            default -> "A call failed; the log has more.";
        };
    }

    @Override
    public void observe(FleetListener listener) {
        synchronized (this) {
            List<TritonInstance> present = List.copyOf(entries.keySet());
            present.forEach(instance -> announcements.add(() -> listener.added(instance)));
            listeners.add(listener);
        }
        announcements.tell();
    }

    private void put(Entry after, Entry before) {
        entries.put(after.found().instance(), after);
        if ((after.silentLooks() > 0) != (before.silentLooks() > 0)) {
            silent = entries.values().stream()
                    .filter(entry -> entry.silentLooks() > 0)
                    .map(entry -> entry.found().instance())
                    .collect(Collectors.toUnmodifiableSet());
        }
        tellChange(shown(before), shown(after));
    }

    private void tellChange(InstanceSnapshot before, InstanceSnapshot after) {
        if (!after.equals(before)) {
            remember();
            announce(listener -> listener.changed(after));
        }
    }

    private InstanceSnapshot shown(Entry entry) {
        InstanceSnapshot found = entry.found();
        return drained.contains(found.instance()) ? found.drained() : found;
    }

    private void remember() {
        latest = entries.values().stream().map(this::shown).toList();
    }

    private void announce(Consumer<FleetListener> news) {
        listeners.forEach(listener -> announcements.add(() -> news.accept(listener)));
    }

    private static void requireDistinct(List<TritonInstance> instances) {
        Set<String> names = new HashSet<>();
        Set<String> targets = new HashSet<>();
        for (TritonInstance instance : instances) {
            if (!names.add(instance.name())) {
                throw new IllegalArgumentException(
                        "two instances are called '" + instance.name() + "'; names must differ");
            }
            if (!targets.add(instance.target())) {
                throw new IllegalArgumentException(
                        "two instances are at " + instance.target() + "; a server is one instance");
            }
        }
    }

    /**
     * What was found out, whether the instance is drained or not.
     *
     * @param silentLooks that it did not answer, without any answer since the first of them
     */
    private record Entry(InstanceSnapshot found, Instant failedAt, int silentLooks) {

        private Entry looked(InstanceSnapshot snapshot) {
            int looks = switch (snapshot.evidence()) {
                case SILENCE, LONG_SILENCE -> silentLooks + 1;
                case ABSENCE -> silentLooks;
                case ANSWER, FAILED_CALL -> 0;
            };
            return new Entry(looks < MANY_LOOKS ? snapshot : snapshot.longSilent(), failedAt, looks);
        }

        private Entry heard() {
            return new Entry(found.heard(), failedAt, 0);
        }
    }
}
