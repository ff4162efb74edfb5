package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.schedule.Prediction;

/**
 * What the model's output says of latents √ᾱ·picture + √(1−ᾱ)·noise.
 *
 * @param picture the finished picture
 * @param noise the noise in the latents
 */
record Estimate(float[] picture, float[] noise) {

    /**
     * @param clip the picture is kept within ± this; the noise stays what it was
     */
    static Estimate of(float[] latents, float[] output, float alpha, Prediction prediction, float clip) {
        float rootAlpha = sqrt(alpha);
        float rootBeta = sqrt(1 - alpha);
        float[] picture = new float[latents.length];
        float[] noise = prediction == Prediction.V ? new float[latents.length] : output;
        for (int i = 0; i < picture.length; i++) {
            if (prediction == Prediction.V) {
                picture[i] = rootAlpha * latents[i] - rootBeta * output[i];
                noise[i] = rootAlpha * output[i] + rootBeta * latents[i];
            } else {
                picture[i] = (latents[i] - rootBeta * output[i]) / rootAlpha;
            }
            picture[i] = Math.max(-clip, Math.min(clip, picture[i]));
        }
        return new Estimate(picture, noise);
    }

    /** a · picture + b · noise. */
    float[] mixed(float a, float b) {
        return Latents.difference(a, picture, -b, noise);
    }
}
