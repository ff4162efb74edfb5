package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** DPM-Solver++ for the stochastic equation, of second order, in single steps: noise is added twice in every step. */
final class DpmSolverSdeSampler extends TwoCallSampler {

    private final float eta;
    private final StepNoise noise;

    DpmSolverSdeSampler(RunSettings run) {
        super(SigmaGrid.ofPoints(run));
        eta = run.eta(1);
        noise = run.stepNoise();
    }

    @Override
    float middle(int step) {
        return DpmSolverSinglestep.middle(grid.sigma(step), grid.sigma(step + 1));
    }

    @Override
    SamplerState begin(SamplerState state, int step, float[] picture) {
        return to(middle(step), state, state.latents(), step, picture, state.latents());
    }

    @Override
    SamplerState end(SamplerState state, int step, float[] picture) {
        return to(grid.sigma(step + 1), state, state.history().get(0), step, picture);
    }

    private SamplerState to(
            float sigma, SamplerState state, float[] latents, int step, float[] picture, float[]... history) {
        float from = grid.sigma(step);
        AncestralStep ancestral = AncestralStep.of(from, sigma, eta);
        float[] next = DpmSolverSinglestep.step(latents, picture, from, ancestral.down());
        return state.next(next, ancestral.up(), noise.draw(state), history);
    }
}
