package dev.diffract.builder.engine;

/**
 * Where a slice's memory goes, in bytes.
 *
 * <pre>
 * memory of the slice
 *   - CUDA context of the server, with the libraries' handles and captured graphs
 *   - reserve: inputs, outputs, fragmentation
 *   - weights: the plans' sizes, about those of the FP16 graphs
 *   = for activations: one execution context per shape profile of every engine
 * </pre>
 *
 * @param memory of the slice
 * @param weights of all models together
 */
public record MemoryBudget(long memory, long weights) {

    private static final long MIB = 1L << 20;

    /** What a process takes on a data-centre GPU before it loads anything, rounded up. */
    static final long CONTEXT = 512 * MIB;

    private static final long SMALLEST_RESERVE = 256 * MIB;

    /** One part in this many is kept free. */
    private static final long RESERVED_SHARE = 25;

    /** Below this, whole pictures are decoded one by one. */
    private static final long SMALL_SLICE = 16L << 30;

    public long reserve() {
        return Math.max(SMALLEST_RESERVE, memory / RESERVED_SHARE);
    }

    /** What is left for activations; negative if not even the weights fit. */
    public long activations() {
        return memory - CONTEXT - reserve() - weights;
    }

    /** Pictures that are decoded, encoded or checked at once. */
    int pictureBatch() {
        return memory < SMALL_SLICE ? 1 : 2;
    }

    /** For messages: where it all goes. */
    @Override
    public String toString() {
        return mib(memory) + " MiB less " + mib(CONTEXT) + " for the CUDA context, " + mib(reserve())
                + " in reserve and " + mib(weights) + " of weights";
    }

    static long mib(long bytes) {
        return Math.floorDiv(bytes, MIB);
    }
}
