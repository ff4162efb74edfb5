package dev.diffract.frontend.core.sampling;

import dev.diffract.frontend.core.noise.TorchGenerator;

/** Where the fresh noise of a step comes from. */
public interface StepNoise {

    /** The picture's own generator, as diffusers does with a generator per picture. */
    StepNoise OF_PICTURE = state -> state.noise().normal(state.latents().length);

    /** As many values as the state has latents, and the generator to go on with. */
    TorchGenerator.Draw draw(SamplerState state);
}
