package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Urgency.Ranked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

    /** An instance that is faster, and when it is free; seconds from now. */
    private static final class Faster {
        private final InstanceView view;
        private double free;

        private Faster(InstanceView view, double free) {
            this.view = view;
            this.free = free;
        }
    }

    /**
     * Whether faster instances will have done all that waits long before this one has done its batch.
     *
     * @return when that is seen, and it is to be thought over if they have not; empty if this one is of help
     */
    Optional<Instant> doneBy(InstanceView view, List<Ranked> batch, List<Ranked> all, FleetView fleet, Instant now) {
        Ranked first = batch.get(0);
        long rows = batch.stream().mapToLong(Ranked::rows).sum();
        double mine = seconds(view, first, rows, fleet);
        List<Faster> faster = new ArrayList<>();
        for (InstanceView other : first.candidates()) {
            if (!other.equals(view) && seconds(other, first, rows, fleet) < mine) {
                faster.add(new Faster(other, free(other, now)));
            }
        }
        if (faster.isEmpty()) {
            return Optional.empty();
        }
        long largest = largest(view, first);
        for (long left = all.stream()
                        .mapToLong(one -> one.waiting().goesAlone() ? largest : one.rows())
                        .sum();
                left > 0;
                left -= largest) {
            long next = Math.min(left, largest);
            Faster soonest = faster.stream()
                    .min(Comparator.comparingDouble(each -> each.free + seconds(each.view, first, next, fleet)))
                    .orElseThrow();
            soonest.free += seconds(soonest.view, first, next, fleet);
            if (soonest.free > mine * part) {
                return Optional.empty();
            }
        }
        return Optional.of(now.plusNanos(Math.max(1, (long) (mine * part * 1e9))));
    }

    private static long largest(InstanceView view, Ranked work) {
        return Math.max(1, view.largestBatch(work.waiting().work()));
    }

    private static double seconds(InstanceView view, Ranked work, long rows, FleetView fleet) {
        return fleet.expected(view, work.waiting().work().shape(), rows);
    }

    private static double free(InstanceView view, Instant now) {
        return view.outlook().calls() == 0
                ? 0
                : Math.max(0, Duration.between(now, view.outlook().free()).toNanos() / 1e9);
    }
}
