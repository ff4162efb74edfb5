package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code IRuntime}. {@code deserializeCudaEngine} is the one that takes a block of memory. */
enum RuntimeSlot implements Slot {
    DESERIALIZE_CUDA_ENGINE("deserializeCudaEngine", 3, 3),
    SET_ERROR_RECORDER("setErrorRecorder", 9, 8);

    private final Entry entry;

    RuntimeSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
