package dev.diffract.frontend.core.sampling.schedule;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.function.IntToDoubleFunction;

/**
 * How much noise a model was trained with at each timestep: ᾱ, the cumulative product of 1 − β. Immutable. Computed as those do whom
 * users compare with: in single precision in the order of operations of diffusers, or in double precision.
 */
public final class NoiseSchedule {

    /** Instead of an infinite σ: that of an ᾱ of 2^-24, the smallest positive number of half precision. */
    private static final float NO_SIGNAL = 4096;

    /** Rescaled, AUTOMATIC1111 leaves so much of the signal: the σ is 4518.76. */
    private static final float LAST_ALPHA_OF_ORIGINAL = 4.8973451890853435e-08f;

    private final float[] alphasCumprod;
    private final Prediction prediction;

    private NoiseSchedule(float[] alphasCumprod, SchedulerConfig config) {
        this.alphasCumprod = alphasCumprod;
        this.prediction = prediction(config.predictionType());
    }

    /**
     * That of diffusers.
     *
     * @param rescale whether to rescale to a signal-to-noise ratio of zero at the last timestep
     * @throws IllegalArgumentException if the configuration asks for something that is not implemented, naming it
     */
    public static NoiseSchedule of(SchedulerConfig config, boolean rescale) {
        refuseUnsupported(config);
        float[] betas = Betas.single(config);
        return new NoiseSchedule(cumulativeProduct(rescale ? rescaled(betas) : betas), config);
    }

    /**
     * That of the programs that the models came with, which round at the end alone; nearly every ᾱ differs in its last bits.
     *
     * @param rescale as {@link #of}, and so are the exceptions; what is left of the signal is that of AUTOMATIC1111
     */
    public static NoiseSchedule original(SchedulerConfig config, boolean rescale) {
        refuseUnsupported(config);
        double[] betas = Betas.exact(config);
        float[] alphas = cumulativeProduct(betas.length, t -> 1 - betas[t]);
        if (rescale) {
            alphas = shifted(alphas);
            alphas[alphas.length - 1] = LAST_ALPHA_OF_ORIGINAL;
        }
        return new NoiseSchedule(alphas, config);
    }

    private static void refuseUnsupported(SchedulerConfig config) {
        if (!config.unsupported().isEmpty()) {
            throw new IllegalArgumentException("the scheduler's configuration asks for "
                    + String.join(", ", config.unsupported()) + ", which is not implemented");
        }
    }

    /** ᾱ at a timestep: near 1 at 0, near 0 at the last one. */
    public float alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /** Timesteps the model was trained with. */
    public int trainTimesteps() {
        return alphasCumprod.length;
    }

    Prediction prediction() {
        return prediction;
    }

    /** σ = √((1−ᾱ)/ᾱ) for every timestep; where nothing but noise is left it is 4096 instead of infinite. */
    TrainingSigmas sigmas() {
        float[] sigmas = new float[alphasCumprod.length];
        for (int t = 0; t < sigmas.length; t++) {
            float alpha = alphasCumprod[t];
            sigmas[t] = alpha == 0 ? NO_SIGNAL : Grids.sqrt((1 - alpha) / alpha);
        }
        return new TrainingSigmas(sigmas);
    }

    /** σ between timesteps, where ln α is interpolated. */
    float sigmaBetween(float timestep) {
        int low = (int) Math.floor(timestep);
        int high = (int) Math.ceil(timestep);
        float weight = timestep - low;
        float logAlpha = Grids.log(alphasCumprod[low]) * 0.5f;
        logAlpha += weight * (Grids.log(alphasCumprod[high]) * 0.5f - logAlpha);
        return Grids.sqrt(1 - Grids.exp(2 * logAlpha)) / Grids.exp(logAlpha);
    }

    private static Prediction prediction(String type) {
        return switch (type) {
            case "epsilon" -> Prediction.EPSILON;
            case "v_prediction" -> Prediction.V;
            default ->
                throw new IllegalArgumentException(
                        "prediction_type '" + type + "' is not implemented; epsilon and v_prediction are");
        };
    }

    /** Lin et al. 2023, algorithm 1, of which diffusers makes β again. */
    private static float[] rescaled(float[] betas) {
        float[] alphas = shifted(cumulativeProduct(betas));
        float[] rescaled = new float[betas.length];
        float before = 1;
        for (int t = 0; t < rescaled.length; t++) {
            rescaled[t] = 1 - alphas[t] / before;
            before = alphas[t];
        }
        return rescaled;
    }

    /** √ᾱ shifted to end at 0 and scaled to start where it did. */
    private static float[] shifted(float[] alphas) {
        float first = Grids.sqrt(alphas[0]);
        float last = Grids.sqrt(alphas[alphas.length - 1]);
        float scale = first / (first - last);
        float[] shifted = new float[alphas.length];
        for (int t = 0; t < shifted.length; t++) {
            float root = (Grids.sqrt(alphas[t]) - last) * scale;
            shifted[t] = root * root;
        }
        return shifted;
    }

    /**
     * Accumulated in double precision and rounded at every timestep, as torch does on the CPU.
     *
     * @param kept 1 − β of a timestep
     */
    private static float[] cumulativeProduct(int count, IntToDoubleFunction kept) {
        float[] products = new float[count];
        double product = 1;
        for (int t = 0; t < count; t++) {
            product *= kept.applyAsDouble(t);
            products[t] = (float) product;
        }
        return products;
    }

    private static float[] cumulativeProduct(float[] betas) {
        return cumulativeProduct(betas.length, t -> 1 - betas[t]);
    }
}
