package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;

/**
 * Memory that a model's activations take, before anything was built. What an engine really takes is known after its build, and is then what counts.
 */
public final class MemoryEstimate {

    /** What TensorRT makes of attention, which decides what a UNet takes for large pictures. */
    public enum Attention {
        /** The careful side: the scores of every pair of places are held in memory. */
        PLAIN,
        /**
         * The usual case: kernels compute the scores piece by piece. They exist for heads of up to 128 channels; those of 160, at a quarter of
         * the latent's resolution, are counted as plain.
         */
        FUSED
    }

    private static final long MIB = 1L << 20;

    /** Places of the latent for one at the resolution whose heads are too wide to be fused. */
    private static final long COARSE = 16;

    /**
     * A public report of a decoder that asked for 20.4 GB at 16 pictures of 512x512: 1.275 GB each, 4,864 bytes per pixel. The encoder is its mirror.
     */
    private static final long VAE_BYTES_PER_PIXEL = 4864;

    /** Heads of the attention at the latent's own resolution in Stable Diffusion 1 and 2. */
    private static final long HEADS = 8;

    /** Scores in FP16 and, while the softmax runs, in FP32. */
    private static final long BYTES_PER_SCORE = 6;

    /**
     * Feature maps of the UNet: about 2,000 channels of skip connections and four of the widest map, 960 channels, at the latent's resolution.
     */
    private static final long UNET_CHANNELS = 2000 + 4 * 960;

    private static final long HALF = 2;

    /** Pixels per place of the latent, each way. */
    private static final int SCALE = ModelFamilies.STABLE_DIFFUSION.defaults().vaeScale();

    private MemoryEstimate() {}

    /**
     * Activations of one execution context, in bytes.
     *
     * @param batch samples at once
     */
    public static long activationBytes(ModelRole role, Resolution resolution, int batch, Attention attention) {
        long pixels = (long) resolution.width() * resolution.height();
        return switch (role) {
            case UNET -> batch * unet(pixels / (SCALE * SCALE), attention);
            case VAE_DECODER, VAE_ENCODER -> batch * pixels * VAE_BYTES_PER_PIXEL;
            // A handful of copies of the picture in FP32.
            case IMAGE_POST -> batch * pixels * 3 * 4 * 6;
            // Small transformers: a batch is below a hundred MiB.
            case TEXT_ENCODER, SAFETY_CHECKER -> 96 * MIB;
            case DECODE_IMAGE -> 0;
        };
    }

    /** Scores are heads x places x places. */
    private static long unet(long places, Attention attention) {
        long scored = attention == Attention.PLAIN ? places : places / COARSE;
        return HEADS * scored * scored * BYTES_PER_SCORE + UNET_CHANNELS * places * HALF;
    }
}
