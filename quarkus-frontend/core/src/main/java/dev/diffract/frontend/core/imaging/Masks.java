package dev.diffract.frontend.core.imaging;

import java.util.Arrays;

/** What is done with masks. White is to be repainted. */
public final class Masks {

    /** Half of full white, rounded up: what {@code value / 255 >= 0.5} says. */
    private static final int WHITE = 128;

    private Masks() {}

    /** Black and white exchanged. */
    public static Raster inverted(Raster mask) {
        byte[] values = new byte[mask.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (255 - (mask.values()[i] & 0xff));
        }
        return Raster.gray(mask.width(), mask.height(), values);
    }

    /**
     * Softened edges: Gauss' bell with a standard deviation of {@code blur} pixels, cut off at two and a half of them, as
     * AUTOMATIC1111 does; the picture goes on mirrored beyond its border.
     *
     * @param blur 0 leaves the mask as it is
     * @param effort is told of each row
     */
    public static Raster blurred(Raster mask, int blur, Effort effort) {
        if (blur == 0) {
            return mask;
        }
        float[] bell = bell(blur);
        return down(across(mask, bell, effort), bell, effort);
    }

    /**
     * 1 for every latent to be repainted, 0 for the others: the upper left pixel of each decides, as diffusers'
     * nearest-neighbour interpolation has it.
     *
     * @param scale pixels per latent in each direction
     */
    public static float[] latents(Raster mask, int scale) {
        int width = mask.width() / scale;
        int height = mask.height() / scale;
        float[] latents = new float[width * height];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = mask.at(i % width * scale, i / width * scale, 0) >= WHITE ? 1 : 0;
        }
        return latents;
    }

    /** The one picture where the mask is black, the other where it is white, a mixture in between. All of one size. */
    public static Raster mixed(Raster black, Raster white, Raster mask) {
        byte[] values = new byte[black.values().length];
        for (int i = 0; i < values.length; i++) {
            int weight = mask.values()[i / black.channels()] & 0xff;
            int sum = (black.values()[i] & 0xff) * (255 - weight) + (white.values()[i] & 0xff) * weight;
            values[i] = (byte) ((sum + 127) / 255);
        }
        return new Raster(black.width(), black.height(), black.channels(), values);
    }

    private static float[] bell(int blur) {
        int reach = (int) (2.5 * blur + 0.5);
        float[] bell = new float[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            sum += Math.exp(-0.5 * i * i / ((double) blur * blur));
        }
        for (int i = -reach; i <= reach; i++) {
            bell[i + reach] = (float) (Math.exp(-0.5 * i * i / ((double) blur * blur)) / sum);
        }
        return bell;
    }

    private static Raster across(Raster mask, float[] bell, Effort effort) {
        int width = mask.width();
        int reach = bell.length / 2;
        byte[] values = new byte[mask.values().length];
        float[] line = new float[width + 2 * reach];
        float[] sums = new float[width];
        for (int y = 0; y < mask.height(); y++) {
            effort.spend((long) width * bell.length);
            for (int i = 0; i < line.length; i++) {
                line[i] = mask.at(mirrored(i - reach, width), y, 0);
            }
            Arrays.fill(sums, 0);
            for (int k = 0; k < bell.length; k++) {
                for (int x = 0; x < width; x++) {
                    sums[x] += bell[k] * line[x + k];
                }
            }
            round(sums, values, y);
        }
        return Raster.gray(width, mask.height(), values);
    }

    private static Raster down(Raster mask, float[] bell, Effort effort) {
        int width = mask.width();
        int reach = bell.length / 2;
        byte[] values = new byte[mask.values().length];
        float[] sums = new float[width];
        for (int y = 0; y < mask.height(); y++) {
            effort.spend((long) width * bell.length);
            Arrays.fill(sums, 0);
            for (int k = 0; k < bell.length; k++) {
                int row = mirrored(y + k - reach, mask.height()) * width;
                for (int x = 0; x < width; x++) {
                    sums[x] += bell[k] * (mask.values()[row + x] & 0xff);
                }
            }
            round(sums, values, y);
        }
        return Raster.gray(width, mask.height(), values);
    }

    /** The outermost pixel is the mirror. */
    private static int mirrored(int at, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int within = Math.floorMod(at, period);
        return within < length ? within : period - within;
    }

    private static void round(float[] sums, byte[] values, int row) {
        for (int x = 0; x < sums.length; x++) {
            values[row * sums.length + x] = (byte) Math.max(0, Math.min(255, Math.round(sums[x])));
        }
    }
}
