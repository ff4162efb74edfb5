package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;

/** A tensor of a network, which owns it. */
public final class ITensor extends OuterObject<TensorSlot> {

    ITensor(Pointer outer, Major major) {
        super(outer, major);
    }

    public String name() {
        return string(TensorSlot.GET_NAME);
    }

    /** -1 where the graph leaves a dimension open. */
    public NativeDims dimensions() {
        return dims(TensorSlot.GET_DIMENSIONS);
    }
}
