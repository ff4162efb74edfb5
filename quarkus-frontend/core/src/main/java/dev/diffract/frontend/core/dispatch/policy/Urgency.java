package dev.diffract.frontend.core.dispatch.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
     * Work in the queue, as a policy sees it at one moment. Told apart by identity.
     *
     * @param priority of its class, now
     * @param servers who may be given it
     * @param slack negative if it is late; seconds
     */
    record Ranked(Waiting waiting, int priority, Servers servers, double slack) {

        long rows() {
            return waiting.work().cost().rows();
        }

        /** Whether it keeps its time although the instance at this place does it in a full batch. */
        boolean canAfford(int place, FleetView fleet) {
            Work work = waiting.work();
            if (work.stage() != Stage.STEP) {
                return true;
            }
            int largest = fleet.instances().get(place).largestBatch(work);
            return slack >= fleet.speeds().expected(work.shape(), Math.max(1, largest))[place];
        }

        boolean joins(Ranked other) {
            return waiting.joins(other.waiting) && priority() == other.priority();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * The most urgent first; what nobody may be given is left out.
     *
     * @param servers of each
     */
    List<Ranked> ranked(List<Waiting> waiting, Function<Waiting, Servers> servers, Instant now) {
        List<Ranked> ranked = new ArrayList<>(waiting.size());
        for (Waiting one : waiting) {
            Servers able = servers.apply(one);
            if (!able.isEmpty()) {
                ranked.add(ranked(one, able, now));
            }
        }
        ranked.sort(order);
        return ranked;
    }

    private Ranked ranked(Waiting one, Servers servers, Instant now) {
        Terms terms = one.work().terms();
        Course course = terms.course();
        double waited = Duration.between(course.asked(), now).toMillis() / 1e3;
        double slack = (times * course.steps() - course.left()) * servers.fastest() - waited;
        return new Ranked(one, terms.standing().at(now), servers, slack);
    }
}
