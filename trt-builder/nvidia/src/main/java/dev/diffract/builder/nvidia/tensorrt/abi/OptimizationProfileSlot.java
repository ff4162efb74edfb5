package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code IOptimizationProfile}. */
enum OptimizationProfileSlot implements Slot {
    SET_DIMENSIONS("setDimensions", 2, 2),
    IS_VALID("isValid", 9, 7);

    private final Entry entry;

    OptimizationProfileSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
