package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.util.Optional;

/** Reads engine files. Deleted after the engines it read. */
public final class IRuntime extends OwnedObject<RuntimeSlot> {

    IRuntime(Pointer outer, Major major) {
        super(outer, major);
    }

    public void setErrorRecorder(ErrorRecorder recorder) {
        call(RuntimeSlot.SET_ERROR_RECORDER, recorder.pointer());
    }

    /** @return empty if the engine file was refused; the reason is in the log */
    public Optional<ICudaEngine> deserializeCudaEngine(Pointer file, long bytes) {
        return Pointers.present(pointer(RuntimeSlot.DESERIALIZE_CUDA_ENGINE, file, bytes))
                .map(engine -> new ICudaEngine(engine, major()));
    }
}
