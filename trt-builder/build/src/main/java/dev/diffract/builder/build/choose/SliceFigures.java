package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.plan.Resolution;

/**
 * What one slice does for a goal.
 *
 * @param batch samples the UNet takes at once
 * @param hoped whether memory is what is needed if TensorRT fuses attention, because the model fits only then
 */
public record SliceFigures(int batch, Memory memory, Times times, boolean hoped) {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    public boolean fits() {
        return memory.needed <= memory.slice;
    }

    /** Whether the model may fit all the same: an estimate that counts attention as not fused is careful, and a build knows. */
    public boolean mayFit() {
        return memory.least <= memory.slice;
    }

    /** The same slice with attention fused where the model fits only so. */
    SliceFigures orIfFused() {
        if (fits() || !mayFit()) {
            return this;
        }
        Memory fused = new Memory(
                memory.slice,
                memory.weights,
                memory.activations - (memory.needed - memory.least),
                memory.least,
                memory.least,
                memory.measured);
        return new SliceFigures(batch, fused, times, true);
    }

    /** From the first step to the decoded picture while the slice draws nothing else, in milliseconds. */
    public double pictureMillis() {
        return times.steps * times.stepMillis + times.decodeMillis;
    }

    /** Pictures that it draws in an hour, one after the other. Pictures that share batches make it more. */
    public double picturesPerHour() {
        return MILLIS_PER_HOUR / pictureMillis();
    }

    /**
     * All in bytes.
     *
     * @param slice what a program finds in the slice
     * @param weights of all engines
     * @param activations of all engines
     * @param needed all of that with the CUDA context and a reserve
     * @param least the same if TensorRT fuses attention; {@code needed} if it was measured
     * @param measured whether it was measured; else it is an estimate
     */
    public record Memory(long slice, long weights, long activations, long needed, long least, boolean measured) {}

    /**
     * @param hardest the goal's picture size that takes longest
     * @param stepMillis one step of one picture of that size with guidance: two samples through the UNet
     * @param decodeMillis one picture of that size through the decoder
     * @param steps of a picture
     * @param measured whether the times were measured; else they are estimates
     */
    public record Times(Resolution hardest, double stepMillis, double decodeMillis, int steps, boolean measured) {}
}
