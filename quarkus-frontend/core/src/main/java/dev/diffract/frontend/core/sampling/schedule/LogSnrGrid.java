package dev.diffract.frontend.core.sampling.schedule;

import static dev.diffract.frontend.core.sampling.schedule.Grids.log;
import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.StepNoise;

/** A {@link SigmaGrid} in the variance-preserving scale: latents are α times the picture plus σ times noise, α² + σ² = 1. */
public final class LogSnrGrid {

    private final SigmaGrid grid;
    private final float[] alphas;
    private final float[] sigmas;
    private final boolean cut;

    /** With an end in the same scale. */
    public LogSnrGrid(SigmaGrid grid) {
        this(grid, false, false);
    }

    private LogSnrGrid(SigmaGrid grid, boolean wholeAtEnd, boolean cut) {
        this.grid = grid;
        this.cut = cut;
        alphas = new float[grid.steps() + 1];
        sigmas = new float[grid.steps() + 1];
        for (int i = 0; i < alphas.length; i++) {
            float sigma = grid.sigma(i);
            alphas[i] = wholeAtEnd && i == grid.steps() ? 1 : 1 / sqrt(sigma * sigma + 1);
            sigmas[i] = sigma * alphas[i];
        }
    }

    /** Whose last latents are the whole picture plus what noise is left, as k-diffusion gives them. */
    public static LogSnrGrid endingWhole(SigmaGrid grid) {
        return new LogSnrGrid(grid, true, false);
    }

    /** Where an output that is a velocity is understood as one at the whole timestep below that of its call. */
    public static LogSnrGrid cuttingTimes(SigmaGrid grid) {
        return new LogSnrGrid(grid, false, true);
    }

    public int steps() {
        return grid.steps();
    }

    /** With those that are left out. */
    public int stepsOfRun() {
        return grid.stepsOfRun();
    }

    /** Whether it is k-diffusion's. */
    public boolean isOriginal() {
        return grid.isOriginal();
    }

    public float timestep(int step) {
        return grid.timestep(step);
    }

    /** Noise along the run's σ, with the picture's weight of 1. */
    public StepNoise along(StepNoise noise) {
        return grid.along(noise);
    }

    /** σ where the picture has the weight 1. */
    public float sigmaOfWhole(int step) {
        return grid.sigma(step);
    }

    public float alpha(int step) {
        return alphas[step];
    }

    public float sigma(int step) {
        return sigmas[step];
    }

    /** The noise that a run begins with has a deviation of 1, but in the original grid, which begins at σ times noise. */
    public float initialScale() {
        return grid.isOriginal() ? sigmas[0] : 1;
    }

    /** λ = ln α − ln σ; infinite where no noise is left. */
    public float logSnr(int step) {
        return log(alphas[step]) - log(sigmas[step]);
    }

    /** The length of a step in λ. */
    public float distance(int step) {
        return logSnr(step + 1) - logSnr(step);
    }

    /** The model's estimate of the finished picture. */
    public float[] picture(int step, float[] latents, float[] output) {
        float alpha = alphas[step];
        float sigma = sigmas[step];
        boolean velocity = grid.prediction() == Prediction.V;
        float[] said = velocity && cut ? noise(grid.sigmaOf((int) timestep(step)), latents, output) : output;
        float[] picture = new float[latents.length];
        for (int i = 0; i < picture.length; i++) {
            picture[i] =
                    velocity && !cut ? alpha * latents[i] - sigma * said[i] : (latents[i] - sigma * said[i]) / alpha;
        }
        return picture;
    }

    /** What a velocity says of the noise. */
    private static float[] noise(float sigmaOfWhole, float[] latents, float[] velocity) {
        float alpha = 1 / sqrt(sigmaOfWhole * sigmaOfWhole + 1);
        return Latents.sum(alpha, velocity, sigmaOfWhole * alpha, latents);
    }
}
