package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;

/**
 * Keeps what is not to be repainted: after every call the latents outside of the mask are those of the original, with the
 * noise that is left. That is what diffusers' inpainting pipeline does with a model of four input channels; unlike
 * AUTOMATIC1111's blending of the model's estimate it does not depend on the inner workings of the sampler.
 *
 * @param mask 1 for latents to repaint, 0 for the others; one for all channels
 * @param original latents of the original
 * @param noise that the original was given at the beginning
 */
public record Blend(float[] mask, float[] original, float[] noise) {

    SamplerState apply(Sampler sampler, SamplerState state) {
        float[] kept = sampler.isDone(state) ? original : sampler.kept(original, noise, state);
        float[] drawn = state.latents();
        float[] blended = new float[drawn.length];
        for (int i = 0; i < blended.length; i++) {
            float white = mask[i % mask.length];
            blended[i] = (1 - white) * kept[i] + white * drawn[i];
        }
        return state.with(blended);
    }
}
