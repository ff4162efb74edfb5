package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** Euler's method on the probability flow (Karras et al. 2022, algorithm 2 without churn). */
final class EulerSampler extends SigmaSampler {

    EulerSampler(RunSettings run) {
        super(SigmaGrid.ofPoints(run, run.finalSigma(), false, Float.POSITIVE_INFINITY));
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float sigma = grid.sigma(step);
        return state.next(Latents.stepInto(picture, state.latents(), sigma, grid.sigma(step + 1) - sigma));
    }
}
