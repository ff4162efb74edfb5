package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code ITimingCache}. */
enum TimingCacheSlot implements Slot {
    SERIALIZE("serialize", 2, 2);

    private final Entry entry;

    TimingCacheSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
