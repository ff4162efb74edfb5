package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.exp;
import static dev.diffract.frontend.core.sampling.schedule.Grids.log;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** DEIS of second order in log ρ (Zhang and Chen 2022): the noise is extrapolated and integrated over ρ = σ/α. */
final class DeisSampler extends LogSnrSampler {

    DeisSampler(RunSettings run) {
        super(SigmaGrid.ofIntervals(run, FinalSigma.SIGMA_MIN, false));
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float[] noise = noise(state.latents(), picture, step);
        if (step == 0 || lastOfFew(step)) {
            float weight = grid.sigma(step + 1) * (exp(grid.distance(step)) - 1);
            return state.next(
                    Latents.difference(grid.alpha(step + 1) / grid.alpha(step), state.latents(), weight, noise), noise);
        }
        float[] before = state.history().get(0);
        float weight = integral(step, rho(step), rho(step - 1));
        float weightBefore = integral(step, rho(step - 1), rho(step));
        float[] latents = state.latents();
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            float integrated = latents[i] / grid.alpha(step) + weight * noise[i] + weightBefore * before[i];
            next[i] = grid.alpha(step + 1) * integrated;
        }
        return state.next(next, noise);
    }

    private float[] noise(float[] latents, float[] picture, int step) {
        float[] noise = new float[latents.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (latents[i] - grid.alpha(step) * picture[i]) / grid.sigma(step);
        }
        return noise;
    }

    private float rho(int step) {
        return grid.sigma(step) / grid.alpha(step);
    }

    /** Of the line in ln ρ that is 1 at {@code one} and 0 at {@code zero}, over the step. */
    private float integral(int step, float one, float zero) {
        return antiderivative(rho(step + 1), one, zero) - antiderivative(rho(step), one, zero);
    }

    private static float antiderivative(float rho, float one, float zero) {
        return rho * (-log(zero) + log(rho) - 1) / (log(one) - log(zero));
    }
}
