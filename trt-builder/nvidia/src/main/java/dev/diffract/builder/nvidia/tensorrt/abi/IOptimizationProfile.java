package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;

/** Ranges of shapes, owned by the builder. */
public final class IOptimizationProfile extends OuterObject<OptimizationProfileSlot> {

    IOptimizationProfile(Pointer outer, Major major) {
        super(outer, major);
    }

    /** @return false if the shape contradicts one set before */
    public boolean setDimensions(String input, ShapeSelector selector, long[] sizes) {
        return test(OptimizationProfileSlot.SET_DIMENSIONS, input, selector.ordinal(), NativeDims.of(sizes));
    }

    /** Whether every shape is there and they rise from the least to the largest. */
    public boolean isValid() {
        return test(OptimizationProfileSlot.IS_VALID);
    }
}
