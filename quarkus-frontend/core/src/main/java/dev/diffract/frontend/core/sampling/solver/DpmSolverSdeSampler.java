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
        noise = grid.along(run.stepNoise());
    }

    @Override
    float middle(int step) {
        return DpmSolverSinglestep.middle(grid.sigma(step), grid.sigma(step + 1));
    }

    @Override
    float noiseInTheMiddle(int step) {
        return noiseAtTheEnd(step);
    }

    @Override
    SamplerState begin(SamplerState state, int step, float[] picture) {
        float middle = middle(step);
        return to(middle, middle, state, state.latents(), picture, state.latents());
    }

    @Override
    SamplerState end(SamplerState state, int step, float[] picture) {
        float next = grid.sigma(step + 1);
        return to(next, DpmSolverSinglestep.read(next), state, state.history().get(0), picture);
    }

    /** @param target the same σ as the reference asks for noise with it */
    private SamplerState to(
            float sigma, float target, SamplerState state, float[] latents, float[] picture, float[]... history) {
        float from = grid.sigma(state.call() / 2);
        AncestralStep ancestral = AncestralStep.of(from, sigma, eta);
        float[] next = DpmSolverSinglestep.step(latents, picture, from, ancestral.down());
        return state.next(next, ancestral.up(), noise.draw(state, DpmSolverSinglestep.read(from), target), history);
    }
}
