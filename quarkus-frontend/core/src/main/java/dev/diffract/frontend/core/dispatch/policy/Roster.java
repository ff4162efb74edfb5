package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which instances can do what, by their places in the fleet. It depends on nothing but the snapshots, so that it serves for all decisions until a look
 * finds something else. Immutable to who asks, and thread-safe.
 */
public final class Roster {

    private final List<InstanceSnapshot> snapshots;
    /** Written once it is whole; computed twice at worst. */
    private volatile @Nullable Map<TritonInstance, Integer> places;

    private final Map<Served, BitSet> serving = new ConcurrentHashMap<>();
    private final Map<Alike, BitSet> alike = new ConcurrentHashMap<>();

    /** @param snapshots in a stable order */
    public Roster(List<InstanceSnapshot> snapshots) {
        this.snapshots = List.copyOf(snapshots);
    }

    /** A model of a checkpoint, by its served name. */
    record Served(String model, String checkpoint) {}

    private record Alike(String checkpoint, Set<String> models, Optional<String> engines) {}

    /** Where the instance stands; -1 if it is not of the fleet. */
    public int place(TritonInstance instance) {
        Map<TritonInstance, Integer> known = places;
        if (known == null) {
            known = new HashMap<>();
            for (int place = 0; place < snapshots.size(); place++) {
                known.putIfAbsent(snapshots.get(place).instance(), place);
            }
            places = known;
        }
        return known.getOrDefault(instance, -1);
    }

    /** Who is healthy and serves it; not to be changed. */
    BitSet serving(Served served) {
        BitSet known = serving.get(served);
        return known == null
                ? serving.computeIfAbsent(
                        served, key -> where(snapshot -> snapshot.serves(key.model(), key.checkpoint())))
                : known;
    }

    /** Who can do work of a checkpoint that has to be the same to the bit; not to be changed. */
    BitSet alike(String checkpoint, Exact exact) {
        return alike.computeIfAbsent(new Alike(checkpoint, exact.models(), exact.engines()), this::found);
    }

    private BitSet found(Alike asked) {
        List<Optional<String>> digests = snapshots.stream()
                .map(snapshot -> snapshot.engines(asked.checkpoint(), asked.models()))
                .toList();
        Optional<String> wanted = asked.engines()
                .or(() -> digests.stream().flatMap(Optional::stream).min(Comparator.naturalOrder()));
        BitSet found = new BitSet();
        for (int place = 0; place < digests.size(); place++) {
            found.set(place, wanted.isPresent() && Objects.equals(digests.get(place), wanted));
        }
        return found;
    }

    private BitSet where(Predicate<InstanceSnapshot> wanted) {
        BitSet found = new BitSet();
        for (int place = 0; place < snapshots.size(); place++) {
            found.set(place, wanted.test(snapshots.get(place)));
        }
        return found;
    }
}
