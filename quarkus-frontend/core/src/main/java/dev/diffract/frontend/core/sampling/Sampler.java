package dev.diffract.frontend.core.sampling;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.repository.kserve.FloatRow;
import java.util.List;

/**
 * Takes latents from noise to a picture in model calls, whose number is fixed unless a sampler finds its steps by itself. Immutable, and without memory: everything that
 * changes is in {@link SamplerState}. All arithmetic is in single precision, in the order of operations of diffusers.
 */
public interface Sampler {

    /** Model calls of a run, or the parts that its way is counted in if their number is not known before; at least 1. */
    int calls();

    /** Whether {@link #calls()} are model calls. */
    default boolean knowsCalls() {
        return true;
    }

    /** How many of {@link #calls()} a state is past: all of them where nothing is left to do. */
    default int progress(SamplerState state) {
        return state.call();
    }

    /** The timestep of a model call; some samplers' lie between those of the training. */
    float timestep(int call);

    /** The timestep of a state's model call. */
    default float timestep(SamplerState state) {
        return timestep(state.call());
    }

    /** What the initial noise is multiplied with. */
    float initialScale();

    /** The latents as the model wants them at the state's call. */
    default FloatRow modelInput(SamplerState state) {
        return new FloatRow(state.latents());
    }

    /**
     * A picture with as much noise as is left before a call, as diffusers' {@code add_noise}.
     *
     * @param picture latents without noise
     * @param noise standard normal
     * @param call from 0 to {@link #calls()} - 1
     */
    float[] noised(float[] picture, float[] noise, int call);

    /** A picture with as much noise as is left before a state's call. */
    default float[] noised(float[] picture, float[] noise, SamplerState state) {
        return noised(picture, noise, state.call());
    }

    /** What is kept of a picture beside what is drawn anew, before a state's call: with as much noise, but where diffusers' class has another. */
    default float[] kept(float[] picture, float[] noise, SamplerState state) {
        return noised(picture, noise, state);
    }

    /** What guidance scales are multiplied with before the model's outputs are combined. */
    default double guidanceFactor() {
        return 1;
    }

    /** Whether an output is the guided one and then the unconditional one, which there must be whatever the scale. */
    default boolean takesUnconditional() {
        return false;
    }

    /**
     * One model call further.
     *
     * @param state before a call
     * @param output the model's, guided, for {@link #modelInput} of this state; {@link #takesUnconditional() perhaps} two; it may be
     *     written over
     */
    SamplerState advance(SamplerState state, float[] output);

    /**
     * What the model's output says the finished picture will be.
     *
     * @param state before a call
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

    /** Whether a run has made so many calls that there is no hope of its end. */
    default boolean isEndless(SamplerState state) {
        return false;
    }

    /** Whether a state is of this sampler's runs, and before a call. */
    default boolean takes(SamplerState state) {
        return state.call() >= 0 && state.call() < calls();
    }
}
