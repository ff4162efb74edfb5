package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code IBuilder}. */
enum BuilderSlot implements Slot {
    CREATE_BUILDER_CONFIG("createBuilderConfig", 7, 5),
    CREATE_NETWORK_V2("createNetworkV2", 8, 6),
    CREATE_OPTIMIZATION_PROFILE("createOptimizationProfile", 9, 7),
    SET_ERROR_RECORDER("setErrorRecorder", 10, 8),
    GET_LOGGER("getLogger", 16, 13),
    BUILD_SERIALIZED_NETWORK_TO_STREAM("buildSerializedNetworkToStream", 21, 18);

    private final Entry entry;

    BuilderSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
