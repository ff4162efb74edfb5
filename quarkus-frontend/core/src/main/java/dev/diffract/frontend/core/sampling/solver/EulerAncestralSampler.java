package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** Euler's method in ancestral steps. */
final class EulerAncestralSampler extends SigmaSampler {

    private final float eta;
    private final StepNoise noise;

    EulerAncestralSampler(RunSettings run) {
        super(SigmaGrid.ofPoints(run));
        eta = run.eta(1);
        noise = run.stepNoise();
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float sigma = grid.sigma(step);
        AncestralStep ancestral = AncestralStep.of(sigma, grid.sigma(step + 1), eta);
        float[] next = Latents.stepInto(picture, state.latents(), sigma, ancestral.down() - sigma);
        return state.next(next, ancestral.up(), noise.draw(state));
    }
}
