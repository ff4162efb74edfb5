package dev.diffract.builder.nvidia.tensorrt;

import java.util.Arrays;

/** The middle of several numbers. */
final class Median {

    private Median() {}

    /**
     * The mean of the two in the middle, if there are two.
     *
     * @param values at least one
     */
    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
