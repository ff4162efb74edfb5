package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
        long again = all.stream().filter(change -> change.look(slices)).count();
        return again > 0 || !came.isEmpty();
    }

    /**
     * In the order in which they are made. What has begun is not kept waiting. Then those come that are known to have room for two, which take nothing from
     * anybody, and have both while the others have one or the other.
     */
    List<SliceChange> inOrder() {
        return all.stream().sorted(Comparator.comparingInt(Changes::turn)).toList();
    }

    private static int turn(SliceChange change) {
        if (!change.isWaiting()) {
            return 0;
        }
        return change.isRoomy() ? 1 : 2;
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
        return inOrder().stream().allMatch(change -> change.goOn(slices, servers, work, now));
    }

    int size() {
        return all.size();
    }

    long done() {
        return all.stream().filter(SliceChange::isDone).count();
    }

    /** Whether as many have the next one as a share of pictures needs, or all but the last that has the one before. */
    boolean isEnoughFor(Share wanted) {
        long enough = Math.max(1, (long) Math.ceil(wanted.part() * size()));
        boolean someHaveBoth = all.stream().anyMatch(change -> !change.isWaiting() && change.keepsBefore(slices));
        return done() >= Math.min(enough, someHaveBoth ? size() : size() - 1);
    }

    /** Whether after this slice nobody would have the one before. */
    boolean isLast(SliceChange change) {
        return all.stream().noneMatch(other -> other != change && other.keepsBefore(slices));
    }

    /** Slices that were told to take the next one in beside the one before. */
    List<TritonInstance> beside() {
        return all.stream()
                .filter(change -> change.isDone() && !change.isByHand() && !change.isInPlace())
                .map(SliceChange::instance)
                .toList();
    }
}
