package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.plan.Resolution;

/**
 * What one slice does for a goal.
 *
 * @param memory what a program finds in the slice, in bytes
 * @param weights of all engines, in bytes
 * @param activations of all engines, in bytes
 * @param needed all of that with the CUDA context and a reserve, in bytes
 * @param batch samples the UNet takes at once
 * @param hardest the goal's picture size that takes longest
 * @param stepMillis one step of one picture of that size with guidance: two samples through the UNet
 * @param decodeMillis one picture of that size through the decoder
 * @param steps of a picture
 * @param memoryMeasured whether the memory was measured; else it is an estimate
 * @param timeMeasured whether the times were measured; else they are estimates
 */
public record SliceFigures(
        long memory,
        long weights,
        long activations,
        long needed,
        int batch,
        Resolution hardest,
        double stepMillis,
        double decodeMillis,
        int steps,
        boolean memoryMeasured,
        boolean timeMeasured) {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    public boolean fits() {
        return needed <= memory;
    }

    /** From the first step to the decoded picture while the slice draws nothing else, in milliseconds. */
    public double pictureMillis() {
        return steps * stepMillis + decodeMillis;
    }

    /** Pictures that it draws in an hour, one after the other. Pictures that share batches make it more. */
    public double picturesPerHour() {
        return MILLIS_PER_HOUR / pictureMillis();
    }
}
