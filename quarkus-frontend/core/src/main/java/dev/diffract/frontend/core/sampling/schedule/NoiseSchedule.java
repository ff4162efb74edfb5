package dev.diffract.frontend.core.sampling.schedule;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;

/**
 * How much noise a model was trained with at each timestep: ᾱ, the cumulative product of 1 − β. Immutable. Computed in
 * single precision in the order of operations of diffusers, which torch's users compare with.
 */
public final class NoiseSchedule {

    private static final double MAX_COSINE_BETA = 0.999;

    /** Instead of an infinite σ: that of an ᾱ of 2^-24, the smallest positive number of half precision. */
    private static final float NO_SIGNAL = 4096;

    private final float[] alphasCumprod;
    private final Prediction prediction;

    private NoiseSchedule(float[] betas, Prediction prediction) {
        this.alphasCumprod = cumulativeProduct(betas);
        this.prediction = prediction;
    }

    /**
     * @param rescale whether to rescale to a signal-to-noise ratio of zero at the last timestep
     * @throws IllegalArgumentException if the configuration asks for something that is not implemented, naming it
     */
    public static NoiseSchedule of(SchedulerConfig config, boolean rescale) {
        if (!config.unsupported().isEmpty()) {
            throw new IllegalArgumentException("the scheduler's configuration asks for "
                    + String.join(", ", config.unsupported()) + ", which is not implemented");
        }
        float[] betas = rescale ? rescaled(betas(config)) : betas(config);
        return new NoiseSchedule(betas, prediction(config.predictionType()));
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

    private static float[] betas(SchedulerConfig config) {
        int count = config.trainTimesteps();
        if (config.trainedBetas().isPresent()) {
            return trained(config.trainedBetas().get(), count);
        }
        return switch (config.betaSchedule()) {
            case "linear" -> linear(config.betaStart(), config.betaEnd(), count);
            case "scaled_linear" -> squared(linear(Math.sqrt(config.betaStart()), Math.sqrt(config.betaEnd()), count));
            case "squaredcos_cap_v2" -> cosine(count);
            default ->
                throw new IllegalArgumentException("beta_schedule '" + config.betaSchedule()
                        + "' is not implemented; linear, scaled_linear and squaredcos_cap_v2 are");
        };
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

    private static float[] trained(List<Double> betas, int count) {
        if (betas.size() != count) {
            throw new IllegalArgumentException(
                    "trained_betas has " + betas.size() + " values, but num_train_timesteps is " + count);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = betas.get(i).floatValue();
        }
        return values;
    }

    private static float[] linear(double start, double end, int count) {
        return Grids.linspace((float) start, (float) end, count);
    }

    private static float[] squared(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    /** Nichol and Dhariwal (2021), capped. */
    private static float[] cosine(int count) {
        float[] betas = new float[count];
        for (int i = 0; i < count; i++) {
            double from = cosineAlphaBar((double) i / count);
            double to = cosineAlphaBar((double) (i + 1) / count);
            betas[i] = (float) Math.min(1 - to / from, MAX_COSINE_BETA);
        }
        return betas;
    }

    private static double cosineAlphaBar(double t) {
        double cosine = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    /** Lin et al. 2023, algorithm 1: √ᾱ shifted to end at 0 and scaled to start where it did. */
    private static float[] rescaled(float[] betas) {
        float[] roots = cumulativeProduct(betas);
        for (int t = 0; t < roots.length; t++) {
            roots[t] = Grids.sqrt(roots[t]);
        }
        float last = roots[roots.length - 1];
        float scale = roots[0] / (roots[0] - last);
        float[] rescaled = new float[betas.length];
        float before = 1;
        for (int t = 0; t < rescaled.length; t++) {
            float root = (roots[t] - last) * scale;
            float alpha = root * root;
            rescaled[t] = 1 - alpha / before;
            before = alpha;
        }
        return rescaled;
    }

    /** Accumulated in double precision and rounded at every timestep, as torch does on the CPU. */
    private static float[] cumulativeProduct(float[] betas) {
        float[] products = new float[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            products[i] = (float) product;
        }
        return products;
    }
}
