package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;

/**
 * DPM-Solver++ of second order, multistep (Lu et al. 2022b), midpoint or Heun. The first step is of first order, and the
 * last too where it ends without noise or the run is short.
 */
final class DpmSolverSampler extends LogSnrSampler {

    private final boolean heun;

    DpmSolverSampler(RunSettings run) {
        super(DpmSolverMultistep.grid(run));
        heun = DpmSolverMultistep.isHeun(run.config());
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float decay = exp(-grid.distance(step)) - 1;
        float weight = grid.alpha(step + 1) * decay;
        float[] next = Latents.difference(grid.sigma(step + 1) / grid.sigma(step), state.latents(), weight, picture);
        if (!DpmSolverMultistep.isFirstOrder(this, step)) {
            float second = heun ? grid.alpha(step + 1) * (decay / grid.distance(step) + 1) : -0.5f * weight;
            float[] slope = DpmSolverMultistep.slope(
                    grid, step, picture, state.history().get(0));
            next = Latents.along(next, slope, second);
        }
        return state.next(next, picture);
    }
}
