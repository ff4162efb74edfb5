package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** Heun's method: Euler's step is made again with the mean of the slopes at its two ends. */
final class HeunSampler extends TwoCallSampler {

    HeunSampler(RunSettings run) {
        super(SigmaGrid.ofPoints(run, FinalSigma.ZERO, false, run.clip(false)));
    }

    @Override
    float middle(int step) {
        return grid.sigma(step + 1);
    }

    @Override
    float middleTimestep(int step) {
        return step + 1 < grid.steps() ? grid.timestep(step + 1) : grid.timestepOf(middle(step));
    }

    @Override
    SamplerState begin(SamplerState state, int step, float[] picture) {
        float[] latents = state.latents();
        float[] slope = Latents.slope(latents, picture, grid.sigma(step));
        return state.next(Latents.along(latents, slope, distance(step)), latents, slope);
    }

    @Override
    SamplerState end(SamplerState state, int step, float[] picture) {
        float[] slope = Latents.slope(state.latents(), picture, middle(step));
        float[] mean = Latents.mean(state.history().get(1), slope);
        return state.next(Latents.along(state.history().get(0), mean, distance(step)));
    }

    private float distance(int step) {
        return grid.sigma(step + 1) - grid.sigma(step);
    }
}
