package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.AlphaGrid;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;

/**
 * Trajectory consistency (Zheng et al. 2024, strategic stochastic sampling): a step goes further than to the next timestep
 * and comes back with fresh noise; eta, the paper's γ, says how far. Left out it is 0, which diffusers' pipelines pass whatever the scheduler's own default is.
 */
final class TcdSampler extends AlphaSampler {

    private final float eta;
    private final StepNoise noise;

    TcdSampler(RunSettings run) {
        super(AlphaGrid.distilled(run), Float.POSITIVE_INFINITY);
        eta = run.eta(0);
        if (eta > 1) {
            throw new IllegalArgumentException("eta of TCD must be from 0 to 1, was " + eta);
        }
        noise = run.stepNoise();
    }

    @Override
    SamplerState step(SamplerState state, int timestep, Estimate estimate) {
        int nextTimestep = isLast(state) ? 0 : grid.timestep(state.call() + 1);
        int goal = (int) Math.floor((1 - eta) * nextTimestep);
        float alphaGoal = grid.alpha(goal);
        float[] reached = estimate.mixed(sqrt(alphaGoal), sqrt(1 - alphaGoal));
        if (eta == 0 || isLast(state)) {
            return state.next(reached);
        }
        float ratio = grid.alpha(nextTimestep) / alphaGoal;
        float[] next = Latents.difference(sqrt(ratio), reached, 0, reached);
        return state.next(next, sqrt(1 - ratio), noise.draw(state));
    }
}
