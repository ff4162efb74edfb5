package dev.diffract.frontend.core.imaging;

/**
 * Resizing with Lanczos' windowed sinc of radius 3, widened where a picture shrinks. The same bytes as Pillow's
 * {@code Image.resize(..., LANCZOS)}: first across and then down, weights of 22 binary digits, rounded after each.
 */
public final class Lanczos {

    private static final double RADIUS = 3;
    private static final int PRECISION = 22;

    private Lanczos() {}

    /**
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     */
    public static Raster resize(Raster from, int width, int height) {
        Raster across = width == from.width() ? from : across(from, Weights.of(from.width(), width));
        return height == across.height() ? across : down(across, Weights.of(across.height(), height));
    }

    private static Raster across(Raster from, Weights weights) {
        int channels = from.channels();
        int width = weights.first.length;
        byte[] values = new byte[width * from.height() * channels];
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    int start = (y * from.width() + weights.first[x]) * channels + c;
                    values[(y * width + x) * channels + c] =
                            weighted(from.values(), start, channels, weights.factors[x]);
                }
            }
        }
        return new Raster(width, from.height(), channels, values);
    }

    private static Raster down(Raster from, Weights weights) {
        int row = from.width() * from.channels();
        int height = weights.first.length;
        byte[] values = new byte[row * height];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < row; i++) {
                values[y * row + i] = weighted(from.values(), weights.first[y] * row + i, row, weights.factors[y]);
            }
        }
        return new Raster(from.width(), height, from.channels(), values);
    }

    private static byte weighted(byte[] values, int start, int distance, int[] factors) {
        int sum = 1 << (PRECISION - 1);
        int position = start;
        for (int factor : factors) {
            sum += (values[position] & 0xff) * factor;
            position += distance;
        }
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
    }

    /**
     * What each pixel of a new row is made of.
     *
     * @param first the first old pixel that counts
     * @param factors of that pixel and those after it, as fixed-point numbers
     */
    private record Weights(int[] first, int[][] factors) {

        static Weights of(int from, int to) {
            double scale = (double) from / to;
            double width = Math.max(scale, 1);
            double support = RADIUS * width;
            int[] first = new int[to];
            int[][] factors = new int[to][];
            for (int i = 0; i < to; i++) {
                double center = (i + 0.5) * scale;
                first[i] = Math.max((int) (center - support + 0.5), 0);
                int end = Math.min((int) (center + support + 0.5), from);
                double[] exact = new double[end - first[i]];
                double sum = 0;
                for (int k = 0; k < exact.length; k++) {
                    exact[k] = filter((k + first[i] - center + 0.5) * (1 / width));
                    sum += exact[k];
                }
                factors[i] = fixed(exact, sum);
            }
            return new Weights(first, factors);
        }

        private static int[] fixed(double[] exact, double sum) {
            int[] fixed = new int[exact.length];
            for (int k = 0; k < fixed.length; k++) {
                double factor = exact[k] / sum * (1 << PRECISION);
                fixed[k] = (int) (factor < 0 ? factor - 0.5 : factor + 0.5);
            }
            return fixed;
        }

        private static double filter(double x) {
            return x >= -RADIUS && x < RADIUS ? sinc(x) * sinc(x / RADIUS) : 0;
        }

        private static double sinc(double x) {
            return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
        }
    }
}
