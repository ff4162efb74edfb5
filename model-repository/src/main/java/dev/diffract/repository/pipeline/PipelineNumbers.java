package dev.diffract.repository.pipeline;

/**
 * The numbers that give tensors their sizes, as a repository's manifest has them.
 *
 * @param textLength tokens of one chunk of a prompt, start and end included, from 3
 * @param textWidth numbers of a text state, from 1
 * @param clipSkips clip skips that the text encoder serves, counted from 1
 * @param latentChannels channels of a latent, from 1
 * @param vaeScale pixels per latent in each direction, from 1
 * @param scalingFactor the encoder's mean times this is a latent; a latent divided by it goes into the decoder; above 0
 */
public record PipelineNumbers(
        int textLength, int textWidth, int clipSkips, int latentChannels, int vaeScale, double scalingFactor) {

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public PipelineNumbers {
        atLeast(3, textLength, "text length");
        atLeast(1, textWidth, "text width");
        atLeast(1, clipSkips, "number of clip skips");
        atLeast(1, latentChannels, "number of latent channels");
        atLeast(1, vaeScale, "number of pixels per latent");
        if (!(scalingFactor > 0) || Double.isInfinite(scalingFactor)) {
            throw new IllegalArgumentException(
                    "the scaling factor is " + scalingFactor + ", expected a number above 0");
        }
    }

    /**
     * The side of a latent.
     *
     * @param pixels the picture's side, a multiple of {@link #vaeScale}
     * @throws IllegalArgumentException if it is none
     */
    public int latentSide(int pixels) {
        if (pixels % vaeScale != 0) {
            throw new IllegalArgumentException(
                    "a side of " + pixels + " pixels is no multiple of " + vaeScale + ", the pixels per latent");
        }
        return pixels / vaeScale;
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException("the " + name + " is " + value + ", expected a number from " + least);
        }
    }
}
