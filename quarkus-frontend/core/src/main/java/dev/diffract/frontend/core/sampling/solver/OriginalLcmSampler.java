package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/**
 * {@link LcmSampler} where latents are the picture plus σ times noise. Their share in the boundary condition is taken of them as they
 * are, which is more of them than in the variance-preserving scale.
 */
final class OriginalLcmSampler extends SigmaSampler {

    /** That of the models that there are; AUTOMATIC1111 knows no other. */
    private static final float TIMESTEP_SCALING = 10;

    private final StepNoise noise;

    OriginalLcmSampler(RunSettings run) {
        super(SigmaGrid.ofDistilled(run));
        noise = run.stepNoise();
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float scaled = grid.timestep(step) * TIMESTEP_SCALING;
        float skip = LcmSampler.DATA_VARIANCE / (scaled * scaled + LcmSampler.DATA_VARIANCE);
        float out = scaled / sqrt(scaled * scaled + LcmSampler.DATA_VARIANCE);
        float[] denoised = Latents.sum(out, picture, skip, state.latents());
        float to = grid.sigma(step + 1);
        return to == 0 ? state.next(denoised) : state.next(denoised, to, noise.draw(state));
    }
}
