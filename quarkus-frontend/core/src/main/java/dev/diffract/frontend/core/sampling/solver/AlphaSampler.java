package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.AlphaGrid;

/** A sampler of one call per step that works with ᾱ at whole timesteps, in the variance-preserving scale. */
abstract class AlphaSampler implements Sampler {

    final AlphaGrid grid;
    private final float clip;

    /**
     * @param clip the estimate of the picture is kept within ± this
     */
    AlphaSampler(AlphaGrid grid, float clip) {
        this.grid = grid;
        this.clip = clip;
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
        return 1;
    }

    @Override
    public final float[] noised(float[] picture, float[] noise, int call) {
        return grid.noised(picture, noise, grid.timestep(call));
    }

    @Override
    public final SamplerState advance(SamplerState state, float[] output) {
        return step(state, grid.timestep(state.call()), estimate(state, output));
    }

    @Override
    public final float[] picture(SamplerState state, float[] output) {
        return estimate(state, output).picture();
    }

    Estimate estimate(SamplerState state, float[] output) {
        float alpha = grid.alpha(grid.timestep(state.call()));
        return Estimate.of(state.latents(), output, alpha, grid.prediction(), clip);
    }

    abstract SamplerState step(SamplerState state, int timestep, Estimate estimate);

    final boolean isLast(SamplerState state) {
        return state.call() == grid.steps() - 1;
    }
}
