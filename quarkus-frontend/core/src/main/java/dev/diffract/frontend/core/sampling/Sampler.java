package dev.diffract.frontend.core.sampling;

import dev.diffract.frontend.core.noise.TorchGenerator;
import java.util.List;

/**
 * Takes latents from noise to a picture in a fixed number of model calls. Immutable, and without memory: everything that
 * changes is in {@link SamplerState}. All arithmetic is in single precision, in the order of operations of diffusers.
 */
public interface Sampler {

    /** Model calls of a run, at least 1. */
    int calls();

    /** The timestep of a model call; some samplers' lie between those of the training. */
    float timestep(int call);

    /** What the initial noise is multiplied with. */
    float initialScale();

    /** The latents as the model wants them at the state's call. */
    default float[] modelInput(SamplerState state) {
        return state.latents();
    }

    /**
     * A picture with as much noise as is left before a call, as diffusers' {@code add_noise}.
     *
     * @param picture latents without noise
     * @param noise standard normal
     * @param call from 0 to {@link #calls()} - 1
     */
    float[] noised(float[] picture, float[] noise, int call);

    /**
     * One model call further.
     *
     * @param state of a call before {@link #calls()}
     * @param output the model's, guided, for {@link #modelInput} of this state
     */
    SamplerState advance(SamplerState state, float[] output);

    /**
     * What the model's output says the finished picture will be.
     *
     * @param state of a call before {@link #calls()}
     * @param output the model's, guided, for {@link #modelInput} of this state
     * @return latents without noise
     */
    float[] picture(SamplerState state, float[] output);

    /**
     * The state before the first call.
     *
     * @param generator of the picture; its first draw is the initial noise
     * @param size values of the latents
     */
    default SamplerState begin(TorchGenerator generator, int size) {
        TorchGenerator.Draw draw = generator.normal(size);
        float scale = initialScale();
        float[] noise = draw.values();
        float[] latents = new float[size];
        for (int i = 0; i < size; i++) {
            latents[i] = noise[i] * scale;
        }
        return new SamplerState(0, latents, List.of(), draw.next());
    }

    /** Whether nothing is left to do. */
    default boolean isDone(SamplerState state) {
        return state.call() == calls();
    }
}
