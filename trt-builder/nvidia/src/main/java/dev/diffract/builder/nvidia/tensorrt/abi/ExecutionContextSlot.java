package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code IExecutionContext}. */
enum ExecutionContextSlot implements Slot {
    SET_OPTIMIZATION_PROFILE_ASYNC("setOptimizationProfileAsync", 17, 16),
    SET_INPUT_SHAPE("setInputShape", 21, 20),
    GET_TENSOR_SHAPE("getTensorShape", 22, 21),
    SET_TENSOR_ADDRESS("setTensorAddress", 24, 23),
    ENQUEUE_V3("enqueueV3", 37, 36);

    private final Entry entry;

    ExecutionContextSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
