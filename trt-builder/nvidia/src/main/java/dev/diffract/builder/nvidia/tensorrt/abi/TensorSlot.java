package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code ITensor}. */
enum TensorSlot implements Slot {
    GET_NAME("getName", 3, 3),
    GET_DIMENSIONS("getDimensions", 5, 5);

    private final Entry entry;

    TensorSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
