package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The changes of all slices, of a fleet that changes meanwhile: a slice that comes is changed, too, and so is one that comes back, or was started again
 * with what it had. Not thread-safe.
 */
final class Changes {

    private final Slices slices;
    private final Function<TritonInstance, SliceChange> made;
    private final List<SliceChange> all = new ArrayList<>();

    /** @param made of a slice, not begun */
    Changes(Slices slices, Function<TritonInstance, SliceChange> made) {
        this.slices = slices;
        this.made = made;
        look();
    }

    /** @return whether some slice is to be changed now that was not before */
    boolean look() {
        List<TritonInstance> known = all.stream().map(SliceChange::instance).toList();
        List<TritonInstance> came = slices.all().stream()
                .filter(instance -> !known.contains(instance))
                .toList();
        came.forEach(instance -> all.add(made.apply(instance)));
        long again = all.stream().filter(change -> change.lookAgain(slices)).count();
        return again > 0 || !came.isEmpty();
    }

    /** In the order in which they are made. */
    List<SliceChange> all() {
        return List.copyOf(all);
    }

    Stream<SliceChange> stream() {
        return all.stream();
    }

    /**
     * Goes on with all, as far as it can.
     *
     * @return whether all are over
     * @throws Stopped if one failed
     */
    boolean goOn(ServerModels servers, UnderWay work, Instant now) {
        return all.stream().allMatch(change -> change.goOn(slices, servers, work, now));
    }

    int size() {
        return all.size();
    }

    long done() {
        return all.stream().filter(SliceChange::isDone).count();
    }

    boolean isEnoughFor(Share wanted) {
        long enough = Math.max(1, (long) Math.ceil(wanted.part() * size()));
        return done() >= Math.min(enough, size() - 1);
    }

    /** Whether after this slice nobody would have the one before. */
    boolean isLast(SliceChange change) {
        return all.stream().noneMatch(other -> other != change && other.isWaiting());
    }

    /** Slices that were told to take the next one in. */
    List<TritonInstance> ordered() {
        return all.stream()
                .filter(change -> change.isDone() && !change.isByHand())
                .map(SliceChange::instance)
                .toList();
    }
}
