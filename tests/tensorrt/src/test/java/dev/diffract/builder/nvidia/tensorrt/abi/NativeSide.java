package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;

/** What TensorRT sees of an object of ours. */
public final class NativeSide {

    private NativeSide() {}

    public static Pointer of(CallbackObject object) {
        return object.pointer();
    }
}
