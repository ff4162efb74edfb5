package dev.diffract.frontend.core.admission;

import java.util.function.ToDoubleFunction;

/**
 * @param queued generations that wait, 0 to let nobody wait
 * @param queuedOfOne of them those of one caller, 0 and up
 * @param weights of callers: one of weight 2 gets twice as much as one of weight 1 as long as both wait; above 0
 * @param offPeak when the batch class is treated as the interactive one
 */
public record Bounds(int queued, int queuedOfOne, ToDoubleFunction<String> weights, OffPeak offPeak) {

    /**
     * @throws IllegalArgumentException if a number is negative
     */
    public Bounds {
        if (queued < 0 || queuedOfOne < 0) {
            throw new IllegalArgumentException(
                    "expected bounds of 0 and more, was " + queued + " and " + queuedOfOne + " of one caller");
        }
    }

    /** Without times at which there is little to do. */
    public Bounds(int queued, int queuedOfOne, ToDoubleFunction<String> weights) {
        this(queued, queuedOfOne, weights, OffPeak.NEVER);
    }

    /** The same for all callers, each of whom may take all places. */
    public static Bounds of(int queued) {
        return new Bounds(queued, queued, caller -> 1);
    }
}
