package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.plan.Resolution;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is asked of a model's engines.
 *
 * @param resolutions picture sizes, at least one
 * @param maxBatch samples of the UNet at once; empty for as many as fit
 * @param optimizationLevel TensorRT's, 0 (quick build) to 5 (quick engine)
 */
public record EngineOptions(List<Resolution> resolutions, OptionalInt maxBatch, int optimizationLevel) {

    /** TensorRT's own default. */
    public static final int DEFAULT_LEVEL = 3;

    /** The most that is tried if nothing is said: four pictures with guidance. More saves no time on a slice. */
    static final int LARGEST_AUTOMATIC_BATCH = 8;

    /** A step with guidance. */
    static final int SMALLEST_AUTOMATIC_BATCH = 2;

    public EngineOptions {
        resolutions = List.copyOf(resolutions);
    }
}
