package dev.diffract.frontend.core.imaging;

/**
 * Fills what a mask hides with the colours around it: the visible part is blurred with six radii, from the whole picture
 * to a pixel, and the finer is laid over the coarser. AUTOMATIC1111's masked content "fill".
 */
public final class Surroundings {

    /** The standard deviations of the blurs, and how often each is laid over. */
    private static final int[][] LAYERS = {{256, 1}, {64, 1}, {16, 2}, {4, 4}, {2, 2}, {0, 1}};

    /** Bytes that it takes for a pixel beside the picture and the mask, at most. */
    public static final int BYTES_PER_PIXEL = 36;

    private Surroundings() {}

    /** The same, of which nobody is told. */
    static Raster fill(Raster picture, Raster mask) {
        return fill(picture, mask, Effort.UNSEEN);
    }

    /**
     * The picture with its masked part filled; black if nothing is visible. What is visible is blurred once for all channels, and these
     * one after the other.
     *
     * @param effort is told of each row
     */
    public static Raster fill(Raster picture, Raster mask, Effort effort) {
        effort.take((long) BYTES_PER_PIXEL * mask.values().length);
        float[] visible = visible(mask);
        float[][] filled = new float[picture.channels()][visible.length];
        float[] opacities = new float[visible.length];
        for (int[] layer : LAYERS) {
            float[] opacity = BoxBlur.gaussian(visible, picture.width(), layer[0], effort);
            for (int channel = 0; channel < filled.length; channel++) {
                float[] colour =
                        BoxBlur.gaussian(colours(picture, channel, visible), picture.width(), layer[0], effort);
                layOver(filled[channel], colour, opacity, layer[1]);
            }
            layOver(opacities, opacity, opacity, layer[1]);
        }
        return picture(picture, filled, opacities);
    }

    private static float[] visible(Raster mask) {
        float[] visible = new float[mask.values().length];
        for (int i = 0; i < visible.length; i++) {
            visible[i] = 1 - (mask.values()[i] & 0xff) / 255f;
        }
        return visible;
    }

    private static float[] colours(Raster picture, int channel, float[] visible) {
        float[] colours = new float[visible.length];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (picture.values()[i * picture.channels() + channel] & 0xff) * visible[i];
        }
        return colours;
    }

    private static void layOver(float[] below, float[] above, float[] opacity, int times) {
        for (int time = 0; time < times; time++) {
            for (int i = 0; i < below.length; i++) {
                below[i] = above[i] + below[i] * (1 - opacity[i]);
            }
        }
    }

    private static Raster picture(Raster size, float[][] filled, float[] opacities) {
        int channels = size.channels();
        byte[] values = new byte[size.values().length];
        for (int i = 0; i < opacities.length; i++) {
            for (int channel = 0; channel < channels; channel++) {
                float value = opacities[i] > 0 ? filled[channel][i] / opacities[i] : 0;
                values[i * channels + channel] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
        }
        return new Raster(size.width(), size.height(), channels, values);
    }
}
