package dev.diffract.builder.graphs.preview;

import java.util.Random;

/** Latents for an autoencoder without encoder: Gaussian noise in patches of several sizes, of about unit variance. */
final class SmoothLatents {

    private static final int[] CELLS = {1, 2, 4, 8};

    private final Random random;

    SmoothLatents(long seed) {
        random = new Random(seed);
    }

    /** Planes of side × side numbers, one per channel. */
    float[] draw(int channels, int side) {
        float[] latent = new float[channels * side * side];
        for (int channel = 0; channel < channels; channel++) {
            for (int cells : CELLS) {
                ValueNoise noise = new ValueNoise(cells, random::nextGaussian);
                for (int i = 0; i < side * side; i++) {
                    latent[channel * side * side + i] +=
                            (float) (noise.at((double) (i % side) / side, (double) (i / side) / side)
                                    / Math.sqrt(CELLS.length));
                }
            }
        }
        return latent;
    }
}
