package dev.diffract.repository.pipeline;

import java.util.List;

/**
 * What turns pixels into the distribution of latents. Times the scaling factor, the mean is a latent.
 *
 * @param pixels in [-1, 1]
 * @param moments mean, then log-variance
 * @param drawn the output of exported graphs that draw the latent themselves; it is not served
 */
public record VaeEncoderTensors(TensorSpec pixels, TensorSpec moments, TensorSpec drawn) {

    ModelInterface served() {
        return new ModelInterface(List.of(pixels), List.of(moments));
    }
}
