package dev.diffract.frontend.core.imaging;

/**
 * Fills what a mask hides with the colours around it: the visible part is blurred with six radii, from the whole picture
 * to a pixel, and the finer is laid over the coarser. AUTOMATIC1111's masked content "fill".
 */
public final class Surroundings {

    /** The standard deviations of the blurs, and how often each is laid over. */
    private static final int[][] LAYERS = {{256, 1}, {64, 1}, {16, 2}, {4, 4}, {2, 2}, {0, 1}};

    private Surroundings() {}

    /** The picture with its masked part filled; black if nothing is visible. */
    public static Raster fill(Raster picture, Raster mask) {
        int area = picture.width() * picture.height();
        float[][] visible = visible(picture, mask);
        float[][] filled = new float[visible.length][area];
        for (int[] layer : LAYERS) {
            float[][] blurred = new float[visible.length][];
            for (int plane = 0; plane < visible.length; plane++) {
                blurred[plane] = BoxBlur.gaussian(visible[plane], picture.width(), layer[0]);
            }
            for (int times = 0; times < layer[1]; times++) {
                layOver(filled, blurred);
            }
        }
        return raster(filled, picture.width(), picture.height());
    }

    /** Planes of the colours, each times how visible it is, and last a plane of how visible. */
    private static float[][] visible(Raster picture, Raster mask) {
        int channels = picture.channels();
        int area = picture.width() * picture.height();
        float[][] planes = new float[channels + 1][area];
        for (int i = 0; i < area; i++) {
            float visible = 1 - (mask.values()[i] & 0xff) / 255f;
            planes[channels][i] = visible;
            for (int c = 0; c < channels; c++) {
                planes[c][i] = (picture.values()[i * channels + c] & 0xff) * visible;
            }
        }
        return planes;
    }

    private static void layOver(float[][] below, float[][] above) {
        float[] opacity = above[above.length - 1];
        for (int plane = 0; plane < below.length; plane++) {
            for (int i = 0; i < opacity.length; i++) {
                below[plane][i] = above[plane][i] + below[plane][i] * (1 - opacity[i]);
            }
        }
    }

    private static Raster raster(float[][] planes, int width, int height) {
        int channels = planes.length - 1;
        byte[] values = new byte[width * height * channels];
        for (int i = 0; i < values.length; i++) {
            float opacity = planes[channels][i / channels];
            float value = opacity > 0 ? planes[i % channels][i / channels] / opacity : 0;
            values[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return new Raster(width, height, channels, values);
    }
}
