package dev.diffract.frontend.core.sampling;

import static dev.diffract.frontend.core.sampling.Grids.sqrt;

import dev.diffract.repository.layout.SchedulerConfig;

/** Timesteps of a run and their σ, for the Euler samplers: latents are the picture plus σ times noise. */
final class SigmaGrid {

    private final float[] timesteps;
    private final float[] sigmas;
    private final float initialScale;
    private final Prediction prediction;

    SigmaGrid(SchedulerConfig config, int steps) {
        NoiseSchedule schedule = NoiseSchedule.of(config);
        TimestepSpacing spacing =
                TimestepSpacing.ofConfigName(config.timestepSpacing().orElse("linspace"));
        double[] spread = spacing.spread(steps, schedule.trainTimesteps(), config.stepsOffset());
        float[] ofTraining = schedule.sigmas();
        timesteps = new float[steps];
        sigmas = new float[steps + 1];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (float) spread[i];
            sigmas[i] = (float) Grids.interpolate(timesteps[i], ofTraining);
        }
        initialScale = spacing == TimestepSpacing.LEADING ? sqrt(sigmas[0] * sigmas[0] + 1) : sigmas[0];
        prediction = schedule.prediction();
    }

    int steps() {
        return timesteps.length;
    }

    float timestep(int step) {
        return timesteps[step];
    }

    /** σ before a step; after the last one it is 0. */
    float sigma(int step) {
        return sigmas[step];
    }

    float initialScale() {
        return initialScale;
    }

    /** The latents scaled to about unit variance. */
    float[] modelInput(SamplerState state) {
        float sigma = sigmas[state.call()];
        float divisor = sqrt(sigma * sigma + 1);
        float[] latents = state.latents();
        float[] input = new float[latents.length];
        for (int i = 0; i < input.length; i++) {
            input[i] = latents[i] / divisor;
        }
        return input;
    }

    /** The slope dx/dσ of every latent. */
    float[] derivative(SamplerState state, float[] output) {
        float sigma = sigmas[state.call()];
        float skip = sigma * sigma + 1;
        float scale = -sigma / sqrt(skip);
        float[] latents = state.latents();
        float[] slope = new float[latents.length];
        for (int i = 0; i < slope.length; i++) {
            float picture =
                    prediction == Prediction.V ? output[i] * scale + latents[i] / skip : latents[i] - sigma * output[i];
            slope[i] = (latents[i] - picture) / sigma;
        }
        return slope;
    }
}
