package dev.diffract.frontend.core.picture;

import dev.diffract.repository.layout.PreviewFactors;

/**
 * What a picture under way will be, as far as the model's output of a step tells: a pixel per latent. The colours are
 * computed when somebody asks for them, so that no step waits for a preview that nobody takes.
 *
 * @param index the picture, from 0
 * @param step model calls done, from 1
 * @param width pixels
 * @param height pixels
 * @param latents without noise, channel by channel; not to be changed
 * @param factors the model's
 */
public record Preview(int index, int step, int width, int height, float[] latents, PreviewFactors factors) {

    private static final int COLOURS = 3;
    private static final float LARGEST = 255;

    /** Rows of pixels of three bytes, red first. */
    public byte[] rgb() {
        float[] planes = factors.preview(latents);
        int pixels = width * height;
        byte[] rgb = new byte[COLOURS * pixels];
        for (int i = 0; i < planes.length; i++) {
            rgb[i % pixels * COLOURS + i / pixels] = (byte) Math.round(planes[i] * LARGEST);
        }
        return rgb;
    }
}
