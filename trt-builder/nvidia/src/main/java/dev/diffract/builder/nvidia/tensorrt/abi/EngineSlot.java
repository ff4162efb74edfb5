package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code ICudaEngine}. Memory sizes are the 64-bit ones; 11 dropped their forerunners. */
enum EngineSlot implements Slot {
    CREATE_EXECUTION_CONTEXT("createExecutionContext", 5, 5),
    GET_NB_OPTIMIZATION_PROFILES("getNbOptimizationProfiles", 10, 8),
    GET_TENSOR_SHAPE("getTensorShape", 19, 15),
    GET_TENSOR_DATA_TYPE("getTensorDataType", 20, 16),
    GET_TENSOR_LOCATION("getTensorLocation", 21, 17),
    GET_TENSOR_IO_MODE("getTensorIOMode", 23, 19),
    GET_NB_IO_TENSORS("getNbIOTensors", 30, 26),
    GET_IO_TENSOR_NAME("getIOTensorName", 31, 27),
    GET_DEVICE_MEMORY_SIZE_V2("getDeviceMemorySizeV2", 52, 44),
    GET_DEVICE_MEMORY_SIZE_FOR_PROFILE_V2("getDeviceMemorySizeForProfileV2", 53, 45);

    private final Entry entry;

    EngineSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
