package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;
import static dev.diffract.frontend.core.sampling.schedule.Grids.log;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** DPM-Solver-2 (Lu et al. 2022): the slope of a step is that in its middle, counted in ln σ. */
final class Dpm2Sampler extends TwoCallSampler {

    Dpm2Sampler(RunSettings run) {
        super(SigmaGrid.ofPointsButTheLast(run, true));
    }

    /** The geometric mean of two σ. */
    static float middle(float from, float to) {
        float high = log(from);
        return exp(high - (high - log(to)) * 0.5f);
    }

    @Override
    float middle(int step) {
        return middle(grid.sigma(step), grid.sigma(step + 1));
    }

    @Override
    float noiseInTheMiddle(int step) {
        return noiseAtTheEnd(step);
    }

    @Override
    SamplerState begin(SamplerState state, int step, float[] picture) {
        float sigma = grid.sigma(step);
        float[] next = Latents.stepInto(picture, state.latents(), sigma, middle(step) - sigma);
        return state.next(next, state.latents());
    }

    @Override
    SamplerState end(SamplerState state, int step, float[] picture) {
        float[] slope = Latents.slope(state.latents(), picture, middle(step));
        float distance = grid.sigma(step + 1) - grid.sigma(step);
        return state.next(Latents.along(state.history().get(0), slope, distance));
    }
}
