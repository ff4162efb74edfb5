package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** DPM-Solver-2 in ancestral steps. */
final class Dpm2AncestralSampler extends TwoCallSampler {

    private final float eta;
    private final StepNoise noise;

    Dpm2AncestralSampler(RunSettings run) {
        super(SigmaGrid.ofPointsButTheLast(run, true));
        eta = run.eta(1);
        noise = run.stepNoise();
    }

    @Override
    float middle(int step) {
        float down = ancestral(step).down();
        // From a very large σ all of the next one may be fresh noise. There is no middle on the way to 0: the step is
        // Euler's then.
        return down == 0 ? grid.sigma(step) : Dpm2Sampler.middle(grid.sigma(step), down);
    }

    private AncestralStep ancestral(int step) {
        return AncestralStep.of(grid.sigma(step), grid.sigma(step + 1), eta);
    }

    @Override
    SamplerState begin(SamplerState state, int step, float[] picture) {
        float sigma = grid.sigma(step);
        float[] next = Latents.stepInto(picture, state.latents(), sigma, middle(step) - sigma);
        return state.next(next, state.latents());
    }

    @Override
    SamplerState end(SamplerState state, int step, float[] picture) {
        AncestralStep ancestral = ancestral(step);
        float[] slope = Latents.slope(state.latents(), picture, middle(step));
        float[] next = Latents.along(state.history().get(0), slope, ancestral.down() - grid.sigma(step));
        return state.next(next, ancestral.up(), noise.draw(state));
    }
}
