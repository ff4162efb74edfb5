package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Urgency.Ranked;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Whether there is so much to do that a slow instance is of help. */
final class Backlog {

    private final double part;

    /**
     * @param part of the time of its own call in which the faster ones must have done everything, so that it is left idle: 0 for never, at
     *     most 1
     */
    Backlog(double part) {
        this.part = part;
    }

    /**
     * An instance that is faster.
     *
     * @param place where it stands in the fleet
     * @param free when it is, seconds from now
     * @param done when it has done a full batch besides
     */
    private record Faster(int place, double free, double done) {

        /** Of two that are done at the same time the one that stands first. */
        private static final Comparator<Faster> SOONEST =
                Comparator.comparingDouble(Faster::done).thenComparingInt(Faster::place);

        private static Faster of(int place, double free, double[] full) {
            return new Faster(place, free, free + full[place]);
        }
    }

    /**
     * Whether faster instances will have done all that waits long before this one has done its batch.
     *
     * @param place of this one
     * @return when that is seen, and it is to be thought over if they have not; empty if this one is of help
     */
    Optional<Instant> doneBy(int place, List<Ranked> batch, List<Ranked> all, FleetView fleet, Instant now) {
        Work first = batch.get(0).waiting().work();
        long largest = Math.max(1, fleet.instances().get(place).largestBatch(first));
        double[] full = fleet.speeds().expected(first.shape(), largest);
        double[] seconds = fleet.speeds()
                .expected(first.shape(), batch.stream().mapToLong(Ranked::rows).sum());
        double limit = seconds[place] * part;
        PriorityQueue<Faster> faster = new PriorityQueue<>(Faster.SOONEST);
        BitSet candidates = batch.get(0).servers().candidates();
        for (int other = candidates.nextSetBit(0); other >= 0; other = candidates.nextSetBit(other + 1)) {
            if (other != place && seconds[other] < seconds[place]) {
                faster.add(Faster.of(other, free(fleet.instances().get(other), now), full));
            }
        }
        if (faster.isEmpty()) {
            return Optional.empty();
        }
        long left = 0;
        for (Ranked one : all) {
            left += one.waiting().goesAlone() ? largest : one.rows();
        }
        for (; left >= largest; left -= largest) {
            Faster soonest = faster.remove();
            if (soonest.done() > limit) {
                return Optional.empty();
            }
            faster.add(Faster.of(soonest.place(), soonest.done(), full));
        }
        if (left > 0) {
            double[] rest = fleet.speeds().expected(first.shape(), left);
            if (faster.stream().allMatch(each -> each.free() + rest[each.place()] > limit)) {
                return Optional.empty();
            }
        }
        return Optional.of(now.plusNanos(Math.max(1, (long) (limit * 1e9))));
    }

    private static double free(InstanceView view, Instant now) {
        return view.outlook().calls() == 0
                ? 0
                : Math.max(0, Duration.between(now, view.outlook().free()).toNanos() / 1e9);
    }
}
