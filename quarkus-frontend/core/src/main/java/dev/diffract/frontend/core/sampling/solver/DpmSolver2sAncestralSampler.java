package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** DPM-Solver++ of second order in single ancestral steps: the picture of a step is the model's in its middle. */
final class DpmSolver2sAncestralSampler extends TwoCallSampler {

    private final float eta;
    private final StepNoise noise;

    DpmSolver2sAncestralSampler(RunSettings run) {
        super(SigmaGrid.ofPoints(run));
        eta = run.eta(1);
        noise = run.stepNoise();
    }

    @Override
    float middle(int step) {
        return DpmSolverSinglestep.middle(grid.sigma(step), ancestral(step).down());
    }

    private AncestralStep ancestral(int step) {
        return AncestralStep.of(grid.sigma(step), grid.sigma(step + 1), eta);
    }

    @Override
    SamplerState begin(SamplerState state, int step, float[] picture) {
        float[] latents = state.latents();
        return state.next(DpmSolverSinglestep.step(latents, picture, grid.sigma(step), middle(step)), latents);
    }

    @Override
    SamplerState end(SamplerState state, int step, float[] picture) {
        AncestralStep ancestral = ancestral(step);
        float[] next = DpmSolverSinglestep.step(state.history().get(0), picture, grid.sigma(step), ancestral.down());
        return state.next(next, ancestral.up(), noise.draw(state));
    }
}
