package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.solver.DpmSolverMultistep.Changes;

/**
 * DPM-Solver++ multistep (Lu et al. 2022b), of second order, midpoint or Heun, unless the configuration says
 * another. The first step is of first order, and the last too where it ends without noise or the run is short.
 */
final class DpmSolverSampler extends LogSnrSampler {

    private final boolean heun;
    private final int highest;

    DpmSolverSampler(RunSettings run) {
        super(DpmSolverMultistep.grid(run));
        heun = DpmSolverMultistep.isHeun(run);
        highest = DpmSolverMultistep.highestOrder(run);
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float decay = exp(-grid.distance(step)) - 1;
        float weight = grid.alpha(step + 1) * decay;
        float[] next = Latents.difference(grid.sigma(step + 1) / grid.sigma(step), state.latents(), weight, picture);
        int order = DpmSolverMultistep.order(this, step, highest);
        if (order == 2) {
            float second = heun ? second(step, decay) : -0.5f * weight;
            float[] slope = DpmSolverMultistep.slope(
                    grid, step, picture, state.history().get(0));
            next = Latents.along(next, slope, second);
        } else if (order > 2) {
            float h = grid.distance(step);
            float third = grid.alpha(step + 1) * ((decay + h) / (h * h) - 0.5f);
            Changes changes = Changes.of(grid, step, picture, state.history());
            next = Latents.along(next, changes.first(), second(step, decay));
            next = Latents.along(next, changes.second(), -third);
        }
        return state.next(next, DpmSolverMultistep.history(picture, state, highest));
    }

    private float second(int step, float decay) {
        return grid.alpha(step + 1) * (decay / grid.distance(step) + 1);
    }
}
