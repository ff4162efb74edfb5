package dev.diffract.repository.pipeline;

/**
 * What holds for a source model of a family whose files do not say otherwise. For builders only: whatever runs a written
 * repository reads its manifest.
 *
 * @param textLength tokens of one chunk of a prompt, start and end included
 * @param latentChannels channels of a latent
 * @param vaeScale pixels per latent in each direction
 * @param scalingFactor the encoder's mean times this is a latent
 * @param side of the pictures it was trained for, in pixels
 */
public record PipelineDefaults(int textLength, int latentChannels, int vaeScale, double scalingFactor, int side) {}
