package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.mig.ComputeCapability;

/**
 * FP16 operations per second on tensor cores.
 *
 * <p>Peak: operations per clock of an SM of that generation times its usual boost clock, which together give the vendor's data sheets
 * (A100: 312 TFLOP/s on 108 SMs, H100 SXM: 989 on 132, L4: 121 on 58, B200: 2250 on 148). What a UNet reaches of it falls with the size of the
 * slice, since two samples do not fill a large one: share = {@value #SMALL_SLICE_SHARE} / (1 + peak / {@value #HALVING_PEAK}).
 * The two constants give about 20 ms for a guided step of Stable Diffusion 1.5 at 512x512 on a whole A100 and about 10 ms on a whole H100,
 * as public timings with TensorRT have it; for slices they are an extrapolation that may be off by a factor of two. Measured times replace it.
 */
final class HalfRate {

    /** The share of the peak that is reached where samples fill the slice. */
    private static final double SMALL_SLICE_SHARE = 0.37;

    /** Peak in operations per second at which half of that is reached. */
    private static final double HALVING_PEAK = 840e12;

    private HalfRate() {}

    /** Peak operations per second of one SM. */
    static double peakPerSm(ComputeCapability capability) {
        return switch (capability.major()) {
            case 7 -> capability.minor() == 0 ? perClock(1024, 1.53) : perClock(1024, 1.59);
            case 8 ->
                switch (capability.minor()) {
                    case 0 -> perClock(2048, 1.41);
                    case 6 -> perClock(1024, 1.70);
                    default -> perClock(1024, 2.04);
                };
            case 9 -> perClock(4096, 1.83);
            case 10, 11 -> perClock(8192, 1.85);
            case 12 -> perClock(1024, 2.40);
            default -> throw new IllegalArgumentException("no rate is known for compute capability " + capability);
        };
    }

    /** Operations per second that a step of two samples is expected to reach. */
    static double reached(int sms, ComputeCapability capability) {
        double peak = sms * peakPerSm(capability);
        return peak * SMALL_SLICE_SHARE / (1 + peak / HALVING_PEAK);
    }

    private static double perClock(int operations, double gigahertz) {
        return operations * gigahertz * 1e9;
    }
}
