package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.plan.MaskedContent;

/** Arithmetic on latents: planes of channels, in single precision. */
public final class Latents {

    private static final float MIN_LOG_VARIANCE = -30;
    private static final float MAX_LOG_VARIANCE = 20;

    private Latents() {}

    /**
     * A draw from what the image encoder makes of a picture.
     *
     * @param parameters the means, then as many logarithms of variances
     * @param noise standard normal, as many values as there are means
     * @param scalingFactor the model's
     */
    static float[] drawn(float[] parameters, float[] noise, float scalingFactor) {
        float[] latents = new float[noise.length];
        for (int i = 0; i < latents.length; i++) {
            float logVariance = Math.max(MIN_LOG_VARIANCE, Math.min(MAX_LOG_VARIANCE, parameters[latents.length + i]));
            float deviation = (float) Math.exp(0.5f * logVariance);
            latents[i] = scalingFactor * (parameters[i] + deviation * noise[i]);
        }
        return latents;
    }

    /** The masked part replaced. */
    static float[] masked(float[] latents, float[] mask, MaskedContent content, float[] noise) {
        if (content == MaskedContent.FILL || content == MaskedContent.ORIGINAL) {
            return latents;
        }
        float[] replaced = new float[latents.length];
        for (int i = 0; i < replaced.length; i++) {
            float white = mask[i % mask.length];
            float other = content == MaskedContent.LATENT_NOISE ? noise[i] : 0;
            replaced[i] = latents[i] * (1 - white) + other * white;
        }
        return replaced;
    }

    /**
     * Enlarged bilinearly, as {@code torch.nn.functional.interpolate} without aligned corners.
     *
     * @param fromShape channels, height and width after the batch
     * @param toShape of the same channels
     */
    public static float[] resized(float[] latents, long[] fromShape, long[] toShape) {
        int fromHeight = (int) fromShape[2];
        int fromWidth = (int) fromShape[3];
        int height = (int) toShape[2];
        int width = (int) toShape[3];
        float[] resized = new float[(int) toShape[1] * height * width];
        for (int y = 0; y < height; y++) {
            Between row = Between.of(y, height, fromHeight);
            for (int x = 0; x < width; x++) {
                Between column = Between.of(x, width, fromWidth);
                for (int c = 0; c < toShape[1]; c++) {
                    int plane = c * fromHeight * fromWidth;
                    float above = column.mean(latents, plane + row.low * fromWidth);
                    float below = column.mean(latents, plane + row.high * fromWidth);
                    resized[(c * height + y) * width + x] = (1 - row.weight) * above + row.weight * below;
                }
            }
        }
        return resized;
    }

    /** A place between two old ones. */
    private record Between(int low, int high, float weight) {

        static Between of(int index, int length, int fromLength) {
            float place = Math.max(0, (float) fromLength / length * (index + 0.5f) - 0.5f);
            int low = Math.min((int) place, fromLength - 1);
            return new Between(low, Math.min(low + 1, fromLength - 1), place - low);
        }

        float mean(float[] values, int start) {
            return (1 - weight) * values[start + low] + weight * values[start + high];
        }
    }
}
