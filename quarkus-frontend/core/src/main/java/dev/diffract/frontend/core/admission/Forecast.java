package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long somebody's pictures will take, with what is before them.
 *
 * @param before who draws or is next before it, by the same resource, in order
 * @param pace of the resource
 * @param now when it is asked
 */
record Forecast(List<Asker> before, Asker asker, Pace pace, Instant now) {

    Forecast {
        before = before.stream()
                .filter(other -> other.resource().equals(asker.resource()))
                .toList();
    }

    /** Most likely, before it is calibrated: all that is before it, and then the longest of its pictures at the pace of one; seconds. */
    double likely() {
        double work = asker.left();
        for (Asker other : before) {
            work += other.left();
        }
        return work * pace.together() + asker.demand().cost().longest() * pace.alone();
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
            double own = other.left() * second;
            if (begins(time, places * largest) + own <= other.secondsTo(now)) {
                time += own;
                largest = Math.max(largest, own / other.demand().pictures());
            }
        }
        double begins = begins(time, places * largest);
        return begins > 0 ? begins + asker.left() * second : 0;
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
