package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.util.Optional;

/** Reads plans. Deleted after the engines it read. */
public final class IRuntime extends OwnedObject<RuntimeSlot> {

    IRuntime(Pointer outer, Major major) {
        super(outer, major);
    }

    public void setErrorRecorder(ErrorRecorder recorder) {
        call(RuntimeSlot.SET_ERROR_RECORDER, recorder.pointer());
    }

    /** @return empty if the plan was refused; the reason is in the log */
    public Optional<ICudaEngine> deserializeCudaEngine(Pointer plan, long bytes) {
        return Pointers.present(pointer(RuntimeSlot.DESERIALIZE_CUDA_ENGINE, plan, bytes))
                .map(engine -> new ICudaEngine(engine, major()));
    }
}
