package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.repository.kserve.FloatRow;

/**
 * A sampler that calls the model twice in every step but one that leads to a σ of 0, which needs one call. Even calls begin a
 * step, odd ones end it: the state between them carries the latents of the step's beginning as the first entry of its history. Latents
 * are the picture plus σ times noise.
 */
abstract class TwoCallSampler implements Sampler {

    final SigmaGrid grid;

    TwoCallSampler(SigmaGrid grid) {
        this.grid = grid;
    }

    @Override
    public final int calls() {
        return grid.sigma(grid.steps()) == 0 ? 2 * grid.steps() - 1 : 2 * grid.steps();
    }

    @Override
    public final float timestep(int call) {
        int step = call / 2;
        return call % 2 == 0 ? grid.timestep(step) : middleTimestep(step);
    }

    @Override
    public final float initialScale() {
        return grid.initialScale();
    }

    @Override
    public final FloatRow modelInput(SamplerState state) {
        return grid.scaled(state.latents(), sigma(state.call()));
    }

    @Override
    public final float[] noised(float[] picture, float[] noise, int call) {
        return Latents.along(picture, noise, sigma(call));
    }

    @Override
    public final float[] kept(float[] picture, float[] noise, SamplerState state) {
        int step = state.call() / 2;
        return Latents.along(picture, noise, state.call() % 2 == 0 ? grid.sigma(step) : noiseInTheMiddle(step));
    }

    @Override
    public final SamplerState advance(SamplerState state, float[] output) {
        int step = state.call() / 2;
        float[] picture = picture(state, output);
        if (grid.sigma(step + 1) == 0) {
            return last(state, step, picture);
        }
        return state.call() % 2 == 0 ? begin(state, step, picture) : end(state, step, picture);
    }

    @Override
    public final float[] picture(SamplerState state, float[] output) {
        return grid.picture(state.latents(), output, sigma(state.call()));
    }

    private float sigma(int call) {
        int step = call / 2;
        return call % 2 == 0 ? grid.sigma(step) : middle(step);
    }

    /** Euler's method down to a σ of 0. */
    private SamplerState last(SamplerState state, int step, float[] picture) {
        float sigma = grid.sigma(step);
        return state.next(Latents.stepInto(picture, state.latents(), sigma, grid.sigma(step + 1) - sigma));
    }

    /** σ of a step's second call. */
    abstract float middle(int step);

    /** σ that a picture is noised with beside what is drawn anew, before a step's second call. */
    float noiseInTheMiddle(int step) {
        return middle(step);
    }

    /** For samplers whose classes of diffusers take the σ at the end of the step, although the model is called in its middle. */
    final float noiseAtTheEnd(int step) {
        return grid.isOriginal() ? middle(step) : grid.sigma(step + 1);
    }

    float middleTimestep(int step) {
        return grid.timestepOf(middle(step));
    }

    /**
     * @param picture the model's estimate of the finished picture; what follows may write over it
     */
    abstract SamplerState begin(SamplerState state, int step, float[] picture);

    /**
     * @param picture as in {@link #begin}
     */
    abstract SamplerState end(SamplerState state, int step, float[] picture);
}
