package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code IHostMemory}. */
enum HostMemorySlot implements Slot {
    DATA("data", 2, 2),
    SIZE("size", 3, 3);

    private final Entry entry;

    HostMemorySlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
