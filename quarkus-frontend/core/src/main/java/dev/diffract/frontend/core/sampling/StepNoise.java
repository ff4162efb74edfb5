package dev.diffract.frontend.core.sampling;

import dev.diffract.frontend.core.noise.TorchGenerator;

/** Where the fresh noise of a step comes from. */
public interface StepNoise {

    /** The picture's own generator, as diffusers does with a generator per picture. */
    StepNoise OF_PICTURE = state -> state.noise().normal(state.latents().length);

    /** As many values as the state has latents, and the generator to go on with. */
    TorchGenerator.Draw draw(SamplerState state);

    /**
     * The noise between two σ of a stochastic equation.
     *
     * @param from the σ before
     * @param to a smaller one
     */
    default TorchGenerator.Draw draw(SamplerState state, float from, float to) {
        return draw(state);
    }

    /**
     * The same for a run of a stochastic equation.
     *
     * @param low its smallest σ but zero
     * @param high its largest
     */
    default StepNoise along(float low, float high) {
        return this;
    }
}
