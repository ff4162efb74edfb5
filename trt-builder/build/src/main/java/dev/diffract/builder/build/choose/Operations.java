package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;

/**
 * Floating point operations of one call, a multiplication with its addition counted as two.
 *
 * <p>The factors were counted with PyTorch's flop counter on diffusers' UNet2DConditionModel and AutoencoderKL in the configuration of
 * Stable Diffusion 1.5 at 256, 512, 768 and 1024 pixels, where the formulas are within 3 % of the count (UNet at 512x512: 0.80 TFLOP,
 * decoder: 2.5 TFLOP). Scaling them by the number of weights to other models is a guess that holds for models of like build.
 */
final class Operations {

    /** Convolutions and projections: operations per weight and place of the latent. */
    private static final double UNET_PER_PLACE = 1.65e8 / 859_520_964;

    /** Attention: operations per weight and pair of places. */
    private static final double UNET_PER_PAIR = 7.35e3 / 859_520_964;

    private static final double DECODER_PER_PIXEL = 9.594e6 / 49_490_179;

    /** Pixels per place of the latent, each way, in the counted configuration. */
    private static final int SCALE = ModelFamilies.STABLE_DIFFUSION.defaults().vaeScale();

    private Operations() {}

    /** One sample through the UNet. */
    static double unet(ModelSize model, Resolution resolution) {
        double places = (double) resolution.width() / SCALE * resolution.height() / SCALE;
        return model.parameters(ModelRole.UNET) * (UNET_PER_PLACE * places + UNET_PER_PAIR * places * places);
    }

    /** One picture through the decoder. */
    static double decoder(ModelSize model, Resolution resolution) {
        return model.parameters(ModelRole.VAE_DECODER) * DECODER_PER_PIXEL * resolution.width() * resolution.height();
    }
}
