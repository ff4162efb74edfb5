package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Awaited;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.CallShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps that were answered and whose pictures come back with the next one in a moment: what a sampler takes between them is learned. Not
 * thread-safe.
 */
final class Returns {

    /** A picture that was not back after so many times of the mean is not waited for any more. */
    private static final double TIMES = 4;

    private static final double SHARE = 0.1;
    private static final double LEAST = 1e-3;
    private static final double MOST = 20e-3;

    private final Map<Kind, Deque<Return>> underWay = new HashMap<>();
    private double mean = LEAST;

    private record Kind(CallShape shape, int priority) {}

    private record Return(long rows, Instant answered) {}

    /** A call was answered. */
    void answered(Work work, Instant now) {
        if (work.stage() == Stage.STEP && work.terms().course().left() > 1) {
            underWay.computeIfAbsent(kind(work, now), kind -> new ArrayDeque<>())
                    .add(new Return(work.cost().rows(), now));
        }
    }

    /** Work comes: maybe of a picture that was waited for. */
    void came(Work work, Instant now) {
        if (work.stage() != Stage.STEP || work.terms().course().done() == 0) {
            return;
        }
        Deque<Return> same = underWay.get(kind(work, now));
        Return first = same == null ? null : same.poll();
        if (first != null) {
            double took = Math.max(0, Duration.between(first.answered(), now).toNanos() / 1e9);
            mean += SHARE * (Math.min(took, MOST) - mean);
        }
    }

    /** Who is waited for; forgets who did not come, and all of a time that is not there yet, because the clock was set back. */
    List<Awaited> awaited(Instant now) {
        Duration patience = Duration.ofNanos((long) (Math.min(MOST, Math.max(LEAST, TIMES * mean)) * 1e9));
        underWay.values()
                .forEach(all -> all.removeIf(one -> one.answered().isAfter(now)
                        || !one.answered().plus(patience).isAfter(now)));
        underWay.values().removeIf(Deque::isEmpty);
        return underWay.entrySet().stream()
                .map(entry -> {
                    Instant since = entry.getValue().getFirst().answered();
                    long rows =
                            entry.getValue().stream().mapToLong(Return::rows).sum();
                    Kind kind = entry.getKey();
                    return new Awaited(kind.shape(), kind.priority(), rows, since, since.plus(patience));
                })
                .toList();
    }

    private static Kind kind(Work work, Instant now) {
        return new Kind(work.shape(), work.terms().standing().at(now));
    }
}
