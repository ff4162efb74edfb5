package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.plan.Resolutions;
import java.util.OptionalInt;

/**
 * What is asked of a model's engines.
 *
 * @param resolutions picture sizes
 * @param maxBatch samples of the UNet at once; empty for as many as fit
 * @param optimizationLevel TensorRT's, 0 (quick build) to 5 (quick engine)
 */
public record EngineOptions(Resolutions resolutions, OptionalInt maxBatch, int optimizationLevel) {

    /** TensorRT's own default. */
    public static final int DEFAULT_LEVEL = 3;

    /** What is tried first if nothing is said, if it is expected to fit: four pictures with guidance. */
    static final int FIRST_AUTOMATIC_BATCH = 8;

    /** The most that is tried if nothing is said. */
    static final int LARGEST_AUTOMATIC_BATCH = 64;

    /** A batch twice as large pays if it draws at least this many times as many samples in the same time. */
    static final double PAYING = 1.05;

    /** A step with guidance. */
    static final int SMALLEST_AUTOMATIC_BATCH = 2;
}
