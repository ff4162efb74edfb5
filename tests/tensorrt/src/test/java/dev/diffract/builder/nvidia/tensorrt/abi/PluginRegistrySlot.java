package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code IPluginRegistry}, a plain interface. */
enum PluginRegistrySlot implements Slot {
    SET_ERROR_RECORDER("setErrorRecorder", 5, 2),
    IS_PARENT_SEARCH_ENABLED("isParentSearchEnabled", 8, 4),
    GET_ALL_CREATORS("getAllCreators", 13, 9);

    private final Entry entry;

    PluginRegistrySlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
