package dev.diffract.repository.pipeline;

import java.util.List;

/**
 * What turns latents into pixels.
 *
 * @param latent divided by the scaling factor
 * @param pixels in about [-1, 1]
 */
public record VaeDecoderTensors(TensorSpec latent, TensorSpec pixels) {

    ModelInterface served() {
        return new ModelInterface(List.of(latent), List.of(pixels));
    }
}
