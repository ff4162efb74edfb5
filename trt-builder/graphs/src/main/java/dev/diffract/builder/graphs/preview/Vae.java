package dev.diffract.builder.graphs.preview;

import java.util.Optional;

/**
 * An autoencoder, a square picture at a time. Pictures are red, green and blue planes from -1 to 1; latents are planes of
 * a smaller side, not multiplied with the scaling factor.
 */
public interface Vae {

    /** The latent's mean, or empty if there is no encoder. */
    Optional<float[]> encode(float[] picture, int side);

    /**
     * @param side of the picture, in pixels
     */
    float[] decode(float[] latent, int side);
}
