package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;

/** Scratch memory, shapes and addresses of one run. Deleted before its engine. */
public final class IExecutionContext extends OwnedObject<ExecutionContextSlot> {

    IExecutionContext(Pointer outer, Major major) {
        super(outer, major);
    }

    /** @param stream a {@code cudaStream_t} */
    public boolean setOptimizationProfile(int profile, long stream) {
        return test(ExecutionContextSlot.SET_OPTIMIZATION_PROFILE_ASYNC, profile, new Pointer(stream));
    }

    public boolean setInputShape(String input, long[] sizes) {
        return test(ExecutionContextSlot.SET_INPUT_SHAPE, input, NativeDims.of(sizes));
    }

    /** Not valid if there is no such tensor. */
    public NativeDims tensorShape(String tensor) {
        return dims(ExecutionContextSlot.GET_TENSOR_SHAPE, tensor);
    }

    public boolean setTensorAddress(String tensor, long address) {
        return test(ExecutionContextSlot.SET_TENSOR_ADDRESS, tensor, new Pointer(address));
    }

    /** @param stream a {@code cudaStream_t} */
    public boolean enqueue(long stream) {
        return test(ExecutionContextSlot.ENQUEUE_V3, new Pointer(stream));
    }
}
