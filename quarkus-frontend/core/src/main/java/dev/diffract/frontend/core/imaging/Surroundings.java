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

    /** The picture with its masked part filled; black if nothing is visible. One channel after the other, to take less memory. */
    public static Raster fill(Raster picture, Raster mask) {
        float[] visible = visible(mask);
        byte[] values = new byte[picture.values().length];
        for (int channel = 0; channel < picture.channels(); channel++) {
            fill(values, picture, channel, visible);
        }
        return new Raster(picture.width(), picture.height(), picture.channels(), values);
    }

    private static float[] visible(Raster mask) {
        float[] visible = new float[mask.values().length];
        for (int i = 0; i < visible.length; i++) {
            visible[i] = 1 - (mask.values()[i] & 0xff) / 255f;
        }
        return visible;
    }

    private static void fill(byte[] values, Raster picture, int channel, float[] visible) {
        int channels = picture.channels();
        float[] colours = new float[visible.length];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (picture.values()[i * channels + channel] & 0xff) * visible[i];
        }
        float[] filled = new float[visible.length];
        float[] opacities = new float[visible.length];
        for (int[] layer : LAYERS) {
            float[] colour = BoxBlur.gaussian(colours, picture.width(), layer[0]);
            float[] opacity = BoxBlur.gaussian(visible, picture.width(), layer[0]);
            for (int times = 0; times < layer[1]; times++) {
                layOver(filled, colour, opacity);
                layOver(opacities, opacity, opacity);
            }
        }
        for (int i = 0; i < filled.length; i++) {
            float value = opacities[i] > 0 ? filled[i] / opacities[i] : 0;
            values[i * channels + channel] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
    }

    private static void layOver(float[] below, float[] above, float[] opacity) {
        for (int i = 0; i < below.length; i++) {
            below[i] = above[i] + below[i] * (1 - opacity[i]);
        }
    }
}
