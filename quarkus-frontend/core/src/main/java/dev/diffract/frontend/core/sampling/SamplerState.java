package dev.diffract.frontend.core.sampling;

import dev.diffract.frontend.core.noise.TorchGenerator;
import java.util.List;

/**
 * Where a picture is between two model calls: all a sampler needs to go on, on any machine. Immutable; the arrays are not
 * to be changed. {@link SamplerStateCodec} turns it into bytes.
 *
 * @param call the model call to make next, from 0
 * @param latents channels × height × width, in the sampler's own scale
 * @param history what the sampler keeps of earlier calls
 * @param noise the generator of the picture
 * @param numbers what a sampler keeps besides that finds its steps by itself; none of all others
 */
public record SamplerState(
        int call, float[] latents, List<float[]> history, TorchGenerator noise, List<Double> numbers) {
    public SamplerState {
        history = List.copyOf(history);
        numbers = List.copyOf(numbers);
    }

    /** Without numbers. */
    public SamplerState(int call, float[] latents, List<float[]> history, TorchGenerator noise) {
        this(call, latents, history, noise, List.of());
    }

    /** The same with other latents. */
    public SamplerState with(float[] others) {
        return new SamplerState(call, others, history, noise, numbers);
    }

    /** The state after a call that drew no noise. */
    public SamplerState next(float[] nextLatents, float[]... nextHistory) {
        return next(nextLatents, List.of(nextHistory));
    }

    /** The state after a call that drew no noise. */
    public SamplerState next(float[] nextLatents, List<float[]> nextHistory) {
        return new SamplerState(call + 1, nextLatents, nextHistory, noise);
    }

    /** The state after a call that ended with noise times {@code scale} added. */
    public SamplerState next(float[] nextLatents, float scale, TorchGenerator.Draw draw, float[]... nextHistory) {
        float[] noisy = Latents.along(nextLatents, draw.values(), scale);
        return new SamplerState(call + 1, noisy, List.of(nextHistory), draw.next());
    }
}
