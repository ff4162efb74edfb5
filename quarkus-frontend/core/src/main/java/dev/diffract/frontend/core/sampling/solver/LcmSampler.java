package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.AlphaGrid;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;

/** Sampling from a latent consistency model (Luo et al. 2023): to the picture at once, and up again with fresh noise. */
final class LcmSampler extends AlphaSampler {

    static final float DATA_VARIANCE = 0.25f;

    private final float timestepScaling;
    private final StepNoise noise;

    /** On the original grid that of k-diffusion's form. */
    static Sampler of(RunSettings run) {
        return run.original() ? new OriginalLcmSampler(run) : new LcmSampler(run);
    }

    LcmSampler(RunSettings run) {
        super(AlphaGrid.distilled(run), run.clip(false));
        timestepScaling = run.config().solver().timestepScaling().orElse(10.0).floatValue();
        noise = run.stepNoise();
    }

    @Override
    SamplerState step(SamplerState state, int timestep, Estimate estimate) {
        float scaled = timestep * timestepScaling;
        float skip = DATA_VARIANCE / (scaled * scaled + DATA_VARIANCE);
        float out = scaled / sqrt(scaled * scaled + DATA_VARIANCE);
        float[] denoised = Latents.difference(out, estimate.picture(), -skip, state.latents());
        if (isLast(state)) {
            return state.next(denoised);
        }
        float alphaNext = grid.alpha(grid.timestep(state.call() + 1));
        float[] next = Latents.difference(sqrt(alphaNext), denoised, 0, denoised);
        return state.next(next, sqrt(1 - alphaNext), noise.draw(state));
    }
}
