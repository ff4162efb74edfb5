package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.AlphaGrid;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;

/** DDIM (Song et al. 2020, formulas 12 and 16). */
class DdimSampler extends AlphaSampler {

    private final float eta;
    private final StepNoise noise;

    DdimSampler(RunSettings run) {
        this(run, run.clip(true));
    }

    DdimSampler(RunSettings run, float clip) {
        super(AlphaGrid.spaced(run, true), clip);
        eta = run.eta(0);
        noise = run.stepNoise();
    }

    @Override
    final SamplerState step(SamplerState state, int timestep, Estimate estimate) {
        float alpha = grid.alpha(timestep);
        float alphaNext = grid.alpha(grid.below(timestep));
        if (eta == 0) {
            return state.next(estimate.mixed(sqrt(alphaNext), sqrt(1 - alphaNext)));
        }
        float variance = (1 - alphaNext) / (1 - alpha) * (1 - alpha / alphaNext);
        float deviation = eta * sqrt(variance);
        float direction = sqrt(1 - alphaNext - deviation * deviation);
        return state.next(estimate.mixed(sqrt(alphaNext), direction), deviation, noise.draw(state));
    }
}
