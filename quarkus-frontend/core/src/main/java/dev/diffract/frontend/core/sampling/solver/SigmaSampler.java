package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.repository.kserve.FloatRow;

/** A sampler of one call per step whose latents are the picture plus σ times noise. */
abstract class SigmaSampler implements Sampler {

    final SigmaGrid grid;

    SigmaSampler(SigmaGrid grid) {
        this.grid = grid;
    }

    @Override
    public final int calls() {
        return grid.steps();
    }

    @Override
    public final float timestep(int call) {
        return grid.timestep(call);
    }

    @Override
    public final float initialScale() {
        return grid.initialScale();
    }

    @Override
    public final FloatRow modelInput(SamplerState state) {
        return grid.scaled(state.latents(), grid.sigma(state.call()));
    }

    @Override
    public final float[] noised(float[] picture, float[] noise, int call) {
        return Latents.along(picture, noise, grid.sigma(call));
    }

    @Override
    public final SamplerState advance(SamplerState state, float[] output) {
        int call = state.call();
        return step(state, call, grid.pictureInto(output, state.latents(), grid.sigma(call)));
    }

    @Override
    public final float[] picture(SamplerState state, float[] output) {
        return grid.picture(state.latents(), output, grid.sigma(state.call()));
    }

    /**
     * @param picture the model's estimate of the finished picture; the step may write over it
     */
    abstract SamplerState step(SamplerState state, int step, float[] picture);
}
