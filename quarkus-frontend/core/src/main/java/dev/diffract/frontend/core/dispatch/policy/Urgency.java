package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.inference.CallShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The order of waiting work: by class; of one class first what an instance was given and did not do, or none was there for, so that it does not
 * wait twice. What comes before and after a picture's steps is short, and much waits for it: it goes before them. Steps go by the {@link Order},
 * which by default is slack: how long a picture can wait and still be done in so many times of what it takes alone on the
 * fastest instance. So a short picture is not made to wait as long as a long one.
 */
final class Urgency {

    private final Comparator<Ranked> order;
    private final double times;

    /**
     * @param order of steps of one class
     * @param times of the time alone that a picture may take until it is late, more than 1
     */
    Urgency(Order order, double times) {
        this.order = Comparator.<Ranked, Integer>comparing(one -> -one.priority())
                .thenComparing(one -> !one.waiting().again())
                .thenComparing(one -> one.waiting().work().stage() == Stage.STEP)
                .thenComparing(of(order))
                .thenComparingLong(one -> one.waiting().number());
        this.times = times;
    }

    private static Comparator<Ranked> of(Order order) {
        return switch (order) {
            case SLACK -> Comparator.comparingDouble(Ranked::slack);
            case OLDEST ->
                Comparator.comparing(
                        one -> one.waiting().work().terms().course().asked());
        };
    }

    /**
     * Work in the queue, as a policy sees it at one moment.
     *
     * @param priority of its class, now
     * @param candidates who may be given it
     * @param fastest what the fastest of them takes for it alone; seconds
     * @param slack negative if it is late; seconds
     */
    record Ranked(Waiting waiting, int priority, List<InstanceView> candidates, double fastest, double slack) {

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
            return waiting.joins(other.waiting) && priority() == other.priority();
        }
    }

    /** The most urgent first; what nobody may be given is left out. */
    List<Ranked> ranked(List<Waiting> waiting, FleetView fleet, Instant now) {
        Map<Kind, Servers> kinds = new HashMap<>();
        return waiting.stream()
                .map(one -> ranked(one, servers(one, fleet, kinds), now))
                .filter(one -> !one.candidates().isEmpty())
                .sorted(order)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Ranked ranked(Waiting one, Servers servers, Instant now) {
        Terms terms = one.work().terms();
        Course course = terms.course();
        double waited = Duration.between(course.asked(), now).toMillis() / 1e3;
        double fastest = servers.fastest();
        return new Ranked(
                one,
                terms.standing().at(now),
                servers.candidates(),
                fastest,
                (times * course.steps() - course.left()) * fastest - waited);
    }

    /** Work that failed nowhere and has no conditions: the same instances can do all that is of one kind. */
    private record Kind(String checkpoint, CallShape shape, long rows) {}

    private record Servers(List<InstanceView> candidates, double fastest) {}

    private static Servers servers(Waiting one, FleetView fleet, Map<Kind, Servers> kinds) {
        Work work = one.work();
        boolean plain = one.tried().isEmpty()
                && one.unfit().isEmpty()
                && one.at().isEmpty()
                && work.exact().isEmpty();
        return plain
                ? kinds.computeIfAbsent(
                        new Kind(work.checkpoint(), work.shape(), work.cost().rows()), kind -> servers(one, fleet))
                : servers(one, fleet);
    }

    private static Servers servers(Waiting one, FleetView fleet) {
        List<InstanceView> candidates = fleet.candidates(one);
        Work work = one.work();
        return new Servers(
                candidates,
                candidates.stream()
                        .mapToDouble(view -> fleet.expected(view, work.shape(), view.rows(work)))
                        .min()
                        .orElse(0));
    }
}
