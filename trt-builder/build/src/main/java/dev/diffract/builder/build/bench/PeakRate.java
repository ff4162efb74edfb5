package dev.diffract.builder.build.bench;

import dev.diffract.builder.planning.mig.ComputeCapability;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a GPU's tensor cores could do at most: multiplications of dense FP16 matrices, added up in FP32; a multiplication with its addition counts as two operations.
 *
 * <p>Per clock and multiprocessor as NVIDIA's architecture papers give it (Turing, A100, GA102, Ada, H100, Blackwell), or, where a paper gives only the whole card's rate, that rate by
 * multiprocessors and boost clock: A100 312 TFLOP/s of 108 at 1.41 GHz, L4 121 of 58 at 2.04, H100 SXM 989 of 132 at 1.83, B200 2250 of 148 at 1.85, RTX PRO 6000 504 of 188 at
 * 2.62.
 */
final class PeakRate {

    private static final Map<ComputeCapability, Integer> OPERATIONS_PER_CLOCK = Map.of(
            new ComputeCapability(7, 5), 1024,
            new ComputeCapability(8, 0), 2048,
            new ComputeCapability(8, 6), 1024,
            new ComputeCapability(8, 9), 1024,
            new ComputeCapability(9, 0), 4096,
            new ComputeCapability(10, 0), 8192,
            new ComputeCapability(10, 3), 8192,
            new ComputeCapability(12, 0), 1024);

    private PeakRate() {}

    /**
     * Operations per second; empty for a generation that is not known here, or a device that does not tell its clock.
     *
     * @param hertz the highest clock, 0 if not told
     */
    static OptionalDouble of(ComputeCapability capability, int multiprocessors, double hertz) {
        Integer perClock = OPERATIONS_PER_CLOCK.get(capability);
        return perClock == null || !(hertz > 0)
                ? OptionalDouble.empty()
                : OptionalDouble.of(perClock * (double) multiprocessors * hertz);
    }
}
