package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;
import static dev.diffract.frontend.core.sampling.schedule.Grids.expm1;
import static dev.diffract.frontend.core.sampling.schedule.Grids.log;
import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** DPM-Solver++ for the stochastic equation, of third order, multistep, as in k-diffusion. */
final class DpmSolver3mSdeSampler extends SigmaSampler {

    private final float eta;
    private final StepNoise noise;

    DpmSolver3mSdeSampler(RunSettings run) {
        super(SigmaGrid.ofPointsButTheLast(run, false));
        eta = run.eta(1);
        noise = grid.along(run.stepNoise());
    }

    /** The history is the pictures before, latest first. */
    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float to = grid.sigma(step + 1);
        if (to == 0) {
            return state.next(picture);
        }
        float distance = distance(step);
        float stretched = distance * (eta + 1);
        float[] next = Latents.difference(exp(-stretched), state.latents(), expm1(-stretched), picture);
        float second = expm1(-stretched) / stretched + 1;
        if (step == 1) {
            float ratio = distance(step - 1) / distance;
            float[] slope = slope(picture, state.history().get(0), ratio);
            next = Latents.along(next, slope, second);
        } else if (step > 1) {
            addThirdOrder(next, state, step, picture, second, second / stretched - 0.5f);
        }
        float[][] history = step == 0
                ? new float[][] {picture}
                : new float[][] {picture, state.history().get(0)};
        if (eta == 0) {
            return state.next(next, history);
        }
        return state.next(
                next, to * sqrt(-expm1(-2 * distance * eta)), noise.draw(state, grid.sigma(step), to), history);
    }

    private void addThirdOrder(float[] next, SamplerState state, int step, float[] picture, float second, float third) {
        float ratio = distance(step - 1) / distance(step);
        float ratioBefore = distance(step - 2) / distance(step);
        float[] before = state.history().get(0);
        float[] slope = slope(picture, before, ratio);
        float[] slopeBefore = slope(before, state.history().get(1), ratioBefore);
        float both = ratio + ratioBefore;
        for (int i = 0; i < next.length; i++) {
            float change = slope[i] - slopeBefore[i];
            next[i] = next[i] + second * (slope[i] + change * ratio / both) - third * (change / both);
        }
    }

    private static float[] slope(float[] later, float[] earlier, float ratio) {
        float[] slope = new float[later.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (later[i] - earlier[i]) / ratio;
        }
        return slope;
    }

    private float distance(int step) {
        return -log(grid.sigma(step + 1)) + log(grid.sigma(step));
    }
}
