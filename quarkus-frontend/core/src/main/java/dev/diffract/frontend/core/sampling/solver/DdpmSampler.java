package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.AlphaGrid;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;

/** DDPM (Ho et al. 2020, formulas 6 and 7) with the small fixed variance. */
final class DdpmSampler extends AlphaSampler {

    private static final float LEAST_VARIANCE = 1e-20f;

    private final StepNoise noise;

    DdpmSampler(RunSettings run) {
        super(AlphaGrid.spaced(run, true), run.clip(true));
        noise = run.stepNoise();
    }

    @Override
    SamplerState step(SamplerState state, int timestep, Estimate estimate) {
        float alpha = grid.alpha(timestep);
        float alphaNext = isLast(state) ? 1 : grid.alpha(grid.timestep(state.call() + 1));
        float stepAlpha = alpha / alphaNext;
        float stepBeta = 1 - stepAlpha;
        float pictureWeight = sqrt(alphaNext) * stepBeta / (1 - alpha);
        float latentsWeight = sqrt(stepAlpha) * (1 - alphaNext) / (1 - alpha);
        float[] next = Latents.difference(pictureWeight, estimate.picture(), -latentsWeight, state.latents());
        if (timestep == 0) {
            return state.next(next);
        }
        float variance = Math.max((1 - alphaNext) / (1 - alpha) * stepBeta, LEAST_VARIANCE);
        return state.next(next, sqrt(variance), noise.draw(state));
    }
}
