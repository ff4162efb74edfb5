package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.LogSnrGrid;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;

/** A multistep sampler in the variance-preserving scale. */
abstract class LogSnrSampler implements Sampler {

    final LogSnrGrid grid;

    LogSnrSampler(SigmaGrid grid) {
        this(new LogSnrGrid(grid));
    }

    LogSnrSampler(LogSnrGrid grid) {
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
    public final float[] noised(float[] picture, float[] noise, int call) {
        return Latents.sum(grid.alpha(call), picture, grid.sigma(call), noise);
    }

    @Override
    public final SamplerState advance(SamplerState state, float[] output) {
        return step(state, state.call(), picture(state, output));
    }

    @Override
    public final float[] picture(SamplerState state, float[] output) {
        return grid.picture(state.call(), state.latents(), output);
    }

    /**
     * @param picture the model's estimate of the finished picture
     */
    abstract SamplerState step(SamplerState state, int step, float[] picture);

    /** The most that a step's order may be at the end of a run short enough for its last steps to be taken with less. */
    final int orderAtEnd(int step) {
        return grid.stepsOfRun() < 15 ? grid.steps() - step : Integer.MAX_VALUE;
    }
}
