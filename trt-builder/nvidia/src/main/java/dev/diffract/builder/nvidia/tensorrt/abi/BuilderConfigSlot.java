package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code IBuilderConfig}. */
enum BuilderConfigSlot implements Slot {
    ADD_OPTIMIZATION_PROFILE("addOptimizationProfile", 25, 23),
    CREATE_TIMING_CACHE("createTimingCache", 40, 29),
    SET_TIMING_CACHE("setTimingCache", 41, 30),
    SET_MEMORY_POOL_LIMIT("setMemoryPoolLimit", 43, 32),
    SET_BUILDER_OPTIMIZATION_LEVEL("setBuilderOptimizationLevel", 47, 36),
    SET_PROGRESS_MONITOR("setProgressMonitor", 56, 45);

    private final Entry entry;

    BuilderConfigSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
