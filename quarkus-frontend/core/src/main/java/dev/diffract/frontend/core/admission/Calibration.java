package dev.diffract.frontend.core.admission;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much longer things took than was thought: the share of the latest of them that is to be right makes the factor by which later
 * thoughts are stretched (split conformal prediction on a moving window). Not thread-safe.
 */
final class Calibration {

    /** Of the latest, how many are to end before the time that they were given: of all of them 0.85, and that with a margin. */
    private static final double RIGHT = 0.87;

    /** Of the latest, how many went so well that nothing is counted on to go better. */
    private static final double BEST = 0.1;

    private static final int LATEST = 400;

    /** Fewer say nothing of how they vary. */
    private static final int ENOUGH = 10;

    /** Until then. */
    private static final double FIRST = 2;

    /** Who refuses is to be surer: things may go twice as well as they did when they went best. */
    private static final double MARGIN = 0.5;

    private final Deque<Double> ratios = new ArrayDeque<>();

    /** The same in their order: it is asked for more often than it changes. */
    private double[] sorted = {};

    /** @param thought above 0, in the unit of what it took */
    void took(double thought, double time) {
        ratios.add(time / thought);
        if (ratios.size() > LATEST) {
            ratios.remove();
        }
        sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** What to stretch a thought by. */
    double factor() {
        if (ratios.size() < ENOUGH) {
            return FIRST;
        }
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(RIGHT * (sorted.length + 1)) - 1)];
    }

    /** What to shorten a thought by that nothing is to be shorter than: by that of the tenth that went best, with a margin; 0 until enough is known. */
    double least() {
        return ratios.size() < ENOUGH ? 0 : MARGIN * Math.min(1, sorted[(int) (BEST * ratios.size())]);
    }
}
