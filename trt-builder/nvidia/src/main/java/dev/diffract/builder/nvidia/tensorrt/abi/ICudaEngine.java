package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.util.Optional;

/** An engine on the device. Deleted after its contexts and before its runtime. */
public final class ICudaEngine extends OwnedObject<EngineSlot> {

    private static final int INPUT = 1;
    private static final int HOST = 1;
    private static final int ALLOCATE_FOR_ALL_PROFILES = 0;

    ICudaEngine(Pointer outer, Major major) {
        super(outer, major);
    }

    public int ioTensorCount() {
        return integer(EngineSlot.GET_NB_IO_TENSORS);
    }

    public String ioTensorName(int index) {
        return string(EngineSlot.GET_IO_TENSOR_NAME, index);
    }

    public boolean isInput(String tensor) {
        return integer(EngineSlot.GET_TENSOR_IO_MODE, tensor) == INPUT;
    }

    public NativeDims tensorShape(String tensor) {
        return dims(EngineSlot.GET_TENSOR_SHAPE, tensor);
    }

    /** In the numbering of {@code nvinfer1::DataType}. */
    public int tensorDataType(String tensor) {
        return integer(EngineSlot.GET_TENSOR_DATA_TYPE, tensor);
    }

    public boolean isOnHost(String tensor) {
        return integer(EngineSlot.GET_TENSOR_LOCATION, tensor) == HOST;
    }

    public int optimizationProfileCount() {
        return integer(EngineSlot.GET_NB_OPTIMIZATION_PROFILES);
    }

    public long deviceMemorySize() {
        return number(EngineSlot.GET_DEVICE_MEMORY_SIZE_V2);
    }

    public long deviceMemorySize(int profile) {
        return number(EngineSlot.GET_DEVICE_MEMORY_SIZE_FOR_PROFILE_V2, profile);
    }

    public Optional<IExecutionContext> createExecutionContext() {
        return Pointers.present(pointer(EngineSlot.CREATE_EXECUTION_CONTEXT, ALLOCATE_FOR_ALL_PROFILES))
                .map(context -> new IExecutionContext(context, major()));
    }
}
