package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import java.util.Arrays;

/**
 * DDIM with CFG++ (Chung et al. 2024): the picture is what the guided output says, and the noise that it gets again what the
 * unconditional one says. Guidance scales are AUTOMATIC1111's: 12.5 is the paper's 1.
 */
final class DdimCfgPlusPlusSampler extends DdimSampler {

    private static final double SCALE_OF_ONE = 12.5;

    DdimCfgPlusPlusSampler(RunSettings run) {
        super(run, run.clip(false));
    }

    @Override
    public double guidanceFactor() {
        return 1 / SCALE_OF_ONE;
    }

    @Override
    public boolean takesUnconditional() {
        return true;
    }

    @Override
    Estimate estimate(SamplerState state, float[] output) {
        int length = state.latents().length;
        Estimate guided = super.estimate(state, Arrays.copyOf(output, length));
        Estimate unconditional = super.estimate(state, Arrays.copyOfRange(output, length, 2 * length));
        return new Estimate(guided.picture(), unconditional.noise());
    }
}
