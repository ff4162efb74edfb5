package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Others;
import dev.diffract.frontend.core.fleet.ServerCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How busy others keep an instance, by what its server counts while this frontend has no call there, so that all of it is theirs. Own answers contain what
 * others had there at their time. So what is counted right after them is taken for that, and told is only how much more or less it is since. Not thread-safe.
 */
final class OthersWatch {

    /**
     * What is compared is once to twice as old: so many of their calls are in it that chance says little. So long, too, own answers count alone.
     */
    private static final Duration SPAN = Duration.ofSeconds(30);

    /** So many own answers in a row are believed, whatever was known before. */
    private static final int ENOUGH = 2;

    /** Less than this changes no decision; seconds. */
    private static final double LITTLE = 0.002;

    /** Less than that part of all that calls wait, or waited, is chance. */
    private static final double CHANCE = 0.5;

    private @Nullable Count older;
    private @Nullable Count newer;
    private @Nullable Count last;

    /** Whether it has ever answered. */
    private boolean learned;

    /** Own answers since what they contain was counted. */
    private int answers;

    /** What calls waited for others when own answers were learned; seconds. */
    private double contained;

    private Others others = Others.UNKNOWN;

    private record Count(ServerCounts counts, Instant at) {

        private boolean isBefore(Count later) {
            return later.at.isAfter(at)
                    && later.counts.executions() >= counts.executions()
                    && later.counts.requests() >= counts.requests()
                    && later.counts.busy().compareTo(counts.busy()) >= 0
                    && later.counts.waited().compareTo(counts.waited()) >= 0;
        }

        private boolean isLongBefore(Count later) {
            return Duration.between(at, later.at).compareTo(SPAN) >= 0;
        }

        /** Seconds that a call of somebody else would have waited on average, for what is computed when it comes and for what waits then. */
        private double waits(Count later) {
            double execution = execution(later);
            double running = Double.isInfinite(execution) ? 0 : share(later) * execution;
            long requests = later.counts.requests() - counts.requests();
            return requests == 0 ? running : running + seconds(counts.waited(), later.counts.waited()) / requests;
        }

        /** Part of the time in which it computed, 0 to 1. */
        private double share(Count later) {
            return Math.min(1, seconds(counts.busy(), later.counts.busy()) / seconds(at, later.at));
        }

        /** Seconds that one took; infinite if there was none. */
        private double execution(Count later) {
            long executions = later.counts.executions() - counts.executions();
            return executions == 0
                    ? Double.POSITIVE_INFINITY
                    : seconds(counts.busy(), later.counts.busy()) / executions;
        }

        private static double seconds(Duration from, Duration to) {
            return to.minus(from).toNanos() / 1e9;
        }

        private static double seconds(Instant from, Instant to) {
            return Duration.between(from, to).toNanos() / 1e9;
        }
    }

    /** The instance is given a call of this frontend. */
    void begins() {
        older = null;
        newer = null;
    }

    /** It answered one. */
    void answered() {
        learned = true;
        answers++;
        if (answers >= ENOUGH) {
            others = Others.UNKNOWN;
        }
    }

    /** It is gone, or does not tell what it counts, or began anew. */
    void forget() {
        begins();
        others = Others.UNKNOWN;
    }

    /**
     * It was asked.
     *
     * @param counts empty if it did not tell
     * @param idle whether it has no call of this frontend
     * @return whether something else is known of others now
     */
    boolean counted(Optional<ServerCounts> counts, boolean idle, Instant now) {
        Others before = others;
        Count previous = last;
        Count latest = counts.map(found -> new Count(found, now)).orElse(null);
        last = latest;
        if (latest == null || (previous != null && !previous.isBefore(latest))) {
            forget();
        } else if (idle) {
            compare(latest);
        }
        return !others.equals(before);
    }

    private void compare(Count latest) {
        Count first = older;
        Count second = newer;
        if (first == null || second == null) {
            older = latest;
            newer = latest;
            return;
        }
        if (!learned || first.isLongBefore(latest)) {
            learn(first.waits(latest), first.execution(latest));
        }
        if (second.isLongBefore(latest)) {
            older = second;
            newer = latest;
        }
    }

    private void learn(double waits, double execution) {
        if (answers >= ENOUGH) {
            contained = waits;
            answers = 0;
        }
        double more = waits - contained;
        double sure = Math.abs(more) > CHANCE * Math.max(waits, contained) ? more : 0;
        if (Math.abs(sure - others.waits()) > LITTLE) {
            others = new Others(sure, execution);
        }
    }

    /** What they do there. */
    Others others() {
        return others;
    }
}
