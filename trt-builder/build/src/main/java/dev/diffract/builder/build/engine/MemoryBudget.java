package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Collection;
import java.util.List;

/**
 * Where a slice's memory goes, in bytes.
 *
 * <pre>
 * memory of the slice
 *   - CUDA context of the server, with the libraries' handles and captured graphs
 *   - reserve: inputs, outputs, fragmentation
 *   - weights: the engine files' sizes, about those of the FP16 graphs
 *   = for activations: one execution context per shape profile of every engine
 * </pre>
 *
 * @param memory of the slice
 * @param weights of all models together
 * @param pictureBatch pictures that are decoded, encoded or checked at once, 1 or 2
 */
public record MemoryBudget(long memory, long weights, int pictureBatch) {

    private static final long MIB = 1L << 20;

    /** What a process takes on a data-centre GPU before it loads anything, rounded up. */
    public static final long CONTEXT = 512 * MIB;

    private static final long SMALLEST_RESERVE = 256 * MIB;

    /** One part in this many is kept free. */
    private static final long RESERVED_SHARE = 25;

    /** Below this, whole pictures are decoded one by one. */
    private static final long SMALL_SLICE = 16L << 30;

    /** With as many pictures at once as a slice of that size usually has room for. */
    public MemoryBudget(long memory, long weights) {
        this(memory, weights, memory < SMALL_SLICE ? 1 : 2);
    }

    /** The same slice, with pictures decoded one by one. */
    public MemoryBudget withSinglePictures() {
        return new MemoryBudget(memory, weights, 1);
    }

    public long reserve() {
        return Math.max(SMALLEST_RESERVE, memory / RESERVED_SHARE);
    }

    /** What is left for activations; negative if not even the weights fit. */
    public long activations() {
        return memory - CONTEXT - reserve() - weights;
    }

    /**
     * Samples that an engine takes at once.
     *
     * @param unetBatch samples of the UNet
     */
    int batch(ModelRole role, int unetBatch) {
        return switch (role) {
            case UNET -> unetBatch;
            // A prompt and what is not wanted, for two pictures.
            case TEXT_ENCODER -> 4;
            case VAE_DECODER, VAE_ENCODER, IMAGE_POST, SAFETY_CHECKER, DECODE_IMAGE -> pictureBatch;
        };
    }

    /**
     * Activations of all engines together, as estimated before any was built.
     *
     * @param resolutions picture sizes; each has execution contexts of its own
     * @param unetBatch samples of the UNet at once
     * @param attention what TensorRT is expected to make of it
     */
    public long expected(
            Collection<ModelRole> roles,
            List<Resolution> resolutions,
            int unetBatch,
            MemoryEstimate.Attention attention) {
        long bytes = 0;
        for (ModelRole role : roles) {
            boolean sized = role != ModelRole.TEXT_ENCODER && role != ModelRole.SAFETY_CHECKER;
            for (Resolution resolution : sized ? resolutions : resolutions.subList(0, 1)) {
                bytes += MemoryEstimate.activationBytes(role, resolution, batch(role, unetBatch), attention);
            }
        }
        return bytes;
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
