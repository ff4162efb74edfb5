package dev.diffract.builder.graphs.check;

/**
 * How far a converted graph may be from its original. Both numbers are relative to the largest value of the original, or
 * absolute where no value is beyond 1.
 *
 * @param max for the largest difference
 * @param mean for the mean of all differences
 */
public record ErrorBound(double max, double mean) {

    /** The same arithmetic in another order. */
    public static final ErrorBound SAME = new ErrorBound(1e-4, 1e-4);

    /** A graph that worked in FP16 before it was changed: 11 bits, and kernels round differently for other batches. */
    public static final ErrorBound SAME_IN_HALF = new ErrorBound(1e-2, 1e-2);

    /**
     * FP32 against FP16. One rounding is off by 2.4e-4 of a value at most (half of 2^-11), and hundreds of them follow each
     * other with either sign: sound graphs are off by up to 1.5e-2 in their worst value and by less than 1e-3 on average
     * (docs/precision.md). In a picture this bound is four steps of 255 for the worst pixel and less than half a step on
     * average. A graph that overflows, or loses an epsilon or a mask, is off by its whole range.
     */
    public static final ErrorBound HALF = new ErrorBound(3e-2, 3e-3);

    /**
     * @throws IllegalArgumentException if a number is not above 0
     */
    public ErrorBound {
        if (!(max > 0 && mean > 0)) {
            throw new IllegalArgumentException(
                    "error bounds are " + max + " and " + mean + ", expected numbers above 0");
        }
    }
}
