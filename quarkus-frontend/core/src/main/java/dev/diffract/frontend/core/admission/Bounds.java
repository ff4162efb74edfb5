package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * @param queued pictures that wait, 0 to let nobody wait; of whoever waits alone there may be more
 * @param queuedOfOne of them those of one caller, 0 and up; of the work one caller's may be the same part
 * @param weights of callers: one of weight 2 gets twice as much as one of weight 1 as long as both wait; above 0
 * @param offPeak when the batch class is treated as the interactive one
 * @param work that waits, as the time that all slices together are foreseen to take for it, above 0; whoever waits alone may be more
 */
public record Bounds(int queued, int queuedOfOne, ToDoubleFunction<String> weights, OffPeak offPeak, Duration work) {

    private static final Duration ANY = Duration.ofSeconds(Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if a number is negative, or the time not longer than nothing
     */
    public Bounds {
        if (queued < 0 || queuedOfOne < 0) {
            throw new IllegalArgumentException(
                    "expected bounds of 0 and more, was " + queued + " and " + queuedOfOne + " of one caller");
        }
        if (work.isNegative() || work.isZero()) {
            throw new IllegalArgumentException("expected a bound of work above 0, was " + work);
        }
    }

    /** What part of all work that may wait may be one caller's, as of the pictures: 0 to 1. */
    double shareOfOne() {
        return queued == 0 ? 1 : Math.min(1, (double) queuedOfOne / queued);
    }

    /** However much work waits; without times at which there is little to do. */
    public Bounds(int queued, int queuedOfOne, ToDoubleFunction<String> weights) {
        this(queued, queuedOfOne, weights, OffPeak.NEVER, ANY);
    }

    /** The same for all callers, each of whom may take all places. */
    public static Bounds of(int queued) {
        return new Bounds(queued, queued, caller -> 1);
    }
}
