package dev.diffract.builder.nvidia.tensorrt;

/**
 * The shapes one input may take: every dimension from {@code min} to {@code max}, and the shape the engine is tuned for.
 */
public record ShapeRange(Dims min, Dims opt, Dims max) {

    /** @throws IllegalArgumentException if ranks differ, a dimension is dynamic, or min ≤ opt ≤ max does not hold */
    public ShapeRange {
        if (min.rank() != opt.rank() || opt.rank() != max.rank()) {
            throw new IllegalArgumentException(
                    "min, opt and max need as many dimensions as each other: " + text(min, opt, max));
        }
        if (min.isDynamic() || opt.isDynamic() || max.isDynamic()) {
            throw new IllegalArgumentException("a range needs known dimensions: " + text(min, opt, max));
        }
        for (int axis = 0; axis < min.rank(); axis++) {
            long lowest = min.sizes().get(axis);
            long tuned = opt.sizes().get(axis);
            if (lowest > tuned || tuned > max.sizes().get(axis)) {
                throw new IllegalArgumentException(
                        "dimension " + axis + " does not rise from min over opt to max: " + text(min, opt, max));
            }
        }
    }

    /** For example {@code 1x4x64x64 | 2x4x64x64 | 8x4x64x64}. */
    @Override
    public String toString() {
        return text(min, opt, max);
    }

    private static String text(Dims min, Dims opt, Dims max) {
        return min + " | " + opt + " | " + max;
    }
}
