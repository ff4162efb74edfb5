package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;
import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.solver.DpmSolverMultistep.Changes;

/**
 * {@link DpmSolverSampler} for the stochastic equation. The weight of the third order's second change is diffusers', whose sign is
 * not the one that the integral has.
 */
final class DpmSolverMultistepSdeSampler extends LogSnrSampler {

    private final boolean heun;
    private final int highest;
    private final float eta;
    private final StepNoise noise;

    DpmSolverMultistepSdeSampler(RunSettings run, boolean heun) {
        super(DpmSolverMultistep.grid(run));
        this.heun = heun;
        highest = DpmSolverMultistep.highestOrder(run);
        eta = run.eta(1);
        noise = grid.along(run.stepNoise());
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float stretched = -(1 + eta) * grid.distance(step);
        float forgotten = eta == 0 ? 1 : exp(-eta * grid.distance(step));
        float weight = grid.alpha(step + 1) * (1 - exp(stretched));
        float latentsWeight = grid.sigma(step + 1) / grid.sigma(step) * forgotten;
        float[] next = Latents.difference(latentsWeight, state.latents(), -weight, picture);
        int order = DpmSolverMultistep.order(this, step, highest);
        if (order == 2) {
            float second = heun ? second(step, stretched) : 0.5f * weight;
            float[] slope = DpmSolverMultistep.slope(
                    grid, step, picture, state.history().get(0));
            next = Latents.along(next, slope, second);
        } else if (order > 2) {
            float third = grid.alpha(step + 1) * ((1 - exp(stretched) + stretched) / (stretched * stretched) - 0.5f);
            Changes changes = Changes.of(grid, step, picture, state.history());
            next = Latents.along(next, changes.first(), second(step, stretched));
            next = Latents.along(next, changes.second(), third);
        }
        float[][] history = DpmSolverMultistep.history(picture, state, highest);
        // A schedule's last σ may be the smallest of the training already, where a run may end, or a little below it.
        if (eta == 0 || grid.distance(step) <= 0) {
            return state.next(next, history);
        }
        float up = grid.sigma(step + 1) * sqrt(1 - exp(-2 * eta * grid.distance(step)));
        return state.next(next, up, noise.draw(state, grid.sigmaOfWhole(step), grid.sigmaOfWhole(step + 1)), history);
    }

    private float second(int step, float stretched) {
        return grid.alpha(step + 1) * ((1 - exp(stretched)) / stretched + 1);
    }
}
