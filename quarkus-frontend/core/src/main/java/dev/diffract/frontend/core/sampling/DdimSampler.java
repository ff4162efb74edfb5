package dev.diffract.frontend.core.sampling;

import static dev.diffract.frontend.core.sampling.Grids.sqrt;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;

/** DDIM without added noise (Song et al. 2020, formula 12 with η = 0). */
final class DdimSampler implements Sampler {

    private final AlphaGrid grid;
    private final float clip;

    DdimSampler(SchedulerConfig config, int steps) {
        grid = new AlphaGrid(config, steps, true);
        clip = config.clipSample().orElse(true)
                ? config.clipSampleRange().orElse(1.0).floatValue()
                : Float.POSITIVE_INFINITY;
    }

    @Override
    public int calls() {
        return grid.steps();
    }

    @Override
    public float timestep(int call) {
        return grid.timestep(call);
    }

    @Override
    public float initialScale() {
        return 1;
    }

    @Override
    public SamplerState advance(SamplerState state, float[] output) {
        int timestep = grid.timestep(state.call());
        float alpha = grid.alpha(timestep);
        float alphaNext = grid.alpha(timestep - grid.distance());
        float rootAlpha = sqrt(alpha);
        float rootBeta = sqrt(1 - alpha);
        float rootAlphaNext = sqrt(alphaNext);
        float rootBetaNext = sqrt(1 - alphaNext);
        boolean velocity = grid.prediction() == Prediction.V;
        float[] latents = state.latents();
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            float picture;
            float noise;
            if (velocity) {
                picture = rootAlpha * latents[i] - rootBeta * output[i];
                noise = rootAlpha * output[i] + rootBeta * latents[i];
            } else {
                picture = (latents[i] - rootBeta * output[i]) / rootAlpha;
                noise = output[i];
            }
            picture = Math.max(-clip, Math.min(clip, picture));
            next[i] = rootAlphaNext * picture + rootBetaNext * noise;
        }
        return state.next(next, List.of());
    }
}
