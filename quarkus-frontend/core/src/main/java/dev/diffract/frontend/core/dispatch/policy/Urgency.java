package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The order of waiting work. What comes before and after a picture's steps is short, and much waits for it: it goes first. Steps go by
 * priority, and of the same priority by slack: how long a picture can wait and still be done in so many times of what it takes alone on the
 * fastest instance. So a short picture is not made to wait as long as a long one.
 */
final class Urgency {

    private static final Comparator<Ranked> ORDER = Comparator.<Ranked, Boolean>comparing(
                    one -> one.waiting().work().stage() == Stage.STEP)
            .thenComparing(one -> -one.waiting().work().terms().priority())
            .thenComparingDouble(Ranked::slack)
            .thenComparingLong(one -> one.waiting().number());

    private final double times;

    /**
     * @param times of the time alone that a picture may take until it is late, more than 1
     */
    Urgency(double times) {
        this.times = times;
    }

    /**
     * Work in the queue, as a policy sees it at one moment.
     *
     * @param candidates who may be given it
     * @param fastest what the fastest of them takes for it alone; seconds
     * @param slack negative if it is late; seconds
     */
    record Ranked(Waiting waiting, List<InstanceView> candidates, double fastest, double slack) {

        long rows() {
            return waiting.work().cost().rows();
        }

        double seconds(InstanceView view, FleetView fleet) {
            return fleet.expected(view, waiting.work().shape(), view.rows(waiting.work()));
        }

        /** Whether it keeps its time although this instance does it in a full batch. */
        boolean canAfford(InstanceView view, FleetView fleet) {
            return waiting.work().stage() != Stage.STEP
                    || slack
                            >= fleet.expected(
                                    view, waiting.work().shape(), Math.max(1, view.largestBatch(waiting.work())));
        }

        boolean joins(Ranked other) {
            return waiting.joins(other.waiting)
                    && waiting.work().terms().priority()
                            == other.waiting.work().terms().priority();
        }
    }

    /** The most urgent first; what nobody may be given is left out. */
    List<Ranked> ranked(List<Waiting> waiting, FleetView fleet, Instant now) {
        return waiting.stream()
                .map(one -> ranked(one, fleet, now))
                .filter(one -> !one.candidates().isEmpty())
                .sorted(ORDER)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Ranked ranked(Waiting one, FleetView fleet, Instant now) {
        List<InstanceView> candidates = fleet.candidates(one);
        Work work = one.work();
        double fastest = candidates.stream()
                .mapToDouble(view -> fleet.expected(view, work.shape(), view.rows(work)))
                .min()
                .orElse(0);
        Course course = work.terms().course();
        double waited = Duration.between(course.asked(), now).toMillis() / 1e3;
        return new Ranked(one, candidates, fastest, (times * course.steps() - course.left()) * fastest - waited);
    }
}
