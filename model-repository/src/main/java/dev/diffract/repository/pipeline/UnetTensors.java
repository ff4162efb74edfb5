package dev.diffract.repository.pipeline;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one step of denoising takes and gives.
 *
 * @param sample noisy latents, scaled as the sampler wants them
 * @param timestep of the noise schedule the model was trained with; between two of its steps, too
 * @param textStates of the prompt's chunks, one after the other
 * @param prediction what the model says of the noise, in the shape of {@code sample}
 */
public record UnetTensors(TensorSpec sample, TensorSpec timestep, TensorSpec textStates, TensorSpec prediction) {

    /** What a step is conditioned on beside latents and time. */
    public List<TensorSpec> conditioning() {
        return List.of(textStates);
    }

    ModelInterface served() {
        return new ModelInterface(
                Stream.concat(Stream.of(sample, timestep), conditioning().stream())
                        .toList(),
                List.of(prediction));
    }
}
