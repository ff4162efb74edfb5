package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long somebody's pictures will take, with what is before them.
 *
 * @param before who draws or is next before it, by the same resource, in order; whoever does both, once
 * @param pace of the resource
 * @param now when it is asked
 */
record Forecast(List<Asker> before, Asker asker, Pace pace, Instant now) {

    /** What is made of a picture meanwhile that has more time, in times of the steps of the one that has less. */
    private static final double BESIDE = 0.5;

    Forecast {
        before = before.stream()
                .filter(other -> other.resource().equals(asker.resource()))
                .distinct()
                .toList();
    }

    /**
     * Most likely, before it is calibrated: what is before it and its own at the pace of all, and then the longest of its pictures at the pace of
     * one. What of the others is under way when it is drawn itself counts in full only if it has less time, as that goes first; else half as
     * many steps as it has itself. Of another caller's pictures that wait no more come before it than it has itself: they take turns.
     *
     * @param places pictures that are drawn at once
     * @return seconds
     */
    double likely(int places) {
        double work = asker.left();
        int beside = 0; // from the last that waits to the first that is drawn
        for (int i = before.size() - 1; i >= 0; i--) {
            Asker other = before.get(i);
            beside += other.demand().pictures();
            double before = likelyBefore(other);
            work += beside < places && due(other).isAfter(due(asker))
                    ? Math.min(before, BESIDE * other.demand().pictures() * longest(asker))
                    : before;
        }
        return work * pace.together() + longest(asker) * pace.alone();
    }

    private double likelyBefore(Asker other) {
        return isOfCaller(other)
                ? other.left()
                : other.leftOfDrawn() + Math.min(other.leftOfWaiting(), Math.max(asker.left(), other.costOfOne()));
    }

    private boolean isOfCaller(Asker other) {
        return other.demand().caller().equals(asker.demand().caller());
    }

    private static double longest(Asker asker) {
        return asker.demand().cost().longest();
    }

    /** Who is to be done first is drawn first. */
    private Instant due(Asker one) {
        return one.entered().plusNanos((long) (Pace.PATIENCE * longest(one) * pace.alone() * 1e9));
    }

    /**
     * What it takes even if all goes well: the resource is as fast as it was at best, what is late itself is given up in its time, and
     * when it begins, as many pictures as may be drawn at once, each as large as the largest before it, have hardly begun.
     *
     * @param places pictures that are drawn at once
     * @param factor of its seconds
     * @return seconds; 0 if it might begin at once
     */
    double atLeast(int places, double factor) {
        double second = pace.best() * factor;
        double time = 0;
        double largest = 0;
        for (Asker other : before) {
            double own = surelyBefore(other) * second;
            if (begins(time, places * largest) + own <= other.secondsTo(now)) {
                time += own;
                largest = Math.max(largest, Math.min(own, other.costOfOne() * second));
            }
        }
        double begins = begins(time, places * largest);
        return begins > 0 ? begins + asker.left() * second : 0;
    }

    /** What of somebody's is drawn before it begins, however others take turns with it: a caller's are drawn one after the other, of another's that wait the next one. */
    private double surelyBefore(Asker other) {
        return isOfCaller(other) ? other.left() : other.leftOfDrawn() + (other.hasBegun() ? 0 : other.costOfOne());
    }

    /** How long all is too late; 0 or less if it is not. */
    double late(double seconds) {
        return seconds - asker.secondsTo(now);
    }

    private static double begins(double time, double unfinished) {
        return Math.max(0, time - unfinished);
    }

    /** Between two times. */
    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
