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
        return resize(from, Window.whole(width), Window.whole(height), Effort.UNSEEN);
    }

    /**
     * A part of what resizing would give, without the rest: a picture of one row that is to fill a frame would be of more pixels than
     * memory has. Rows are made when they are needed and forgotten afterwards, so that little is held beside the result.
     *
     * @param effort is told of each row
     */
    static Raster resize(Raster from, Window across, Window down, Effort effort) {
        Weights columns = Weights.of(from.width(), across);
        Weights lines = Weights.of(from.height(), down);
        byte[][] rows = new byte[from.height()][];
        byte[] values = new byte[Raster.values(across.count(), down.count(), from.channels())];
        int row = across.count() * from.channels();
        int kept = 0;
        for (int y = 0; y < down.count(); y++) {
            int end = lines.first[y] + lines.factors[y].length;
            while (kept < lines.first[y]) {
                rows[kept++] = null;
            }
            for (int k = lines.first[y]; k < end; k++) {
                rows[k] = rows[k] == null ? row(from, k, columns, effort) : rows[k];
            }
            effort.spend((long) row * lines.factors[y].length);
            for (int i = 0; i < row; i++) {
                values[y * row + i] = weighted(rows, lines.first[y], i, lines.factors[y]);
            }
        }
        return new Raster(across.count(), down.count(), from.channels(), values);
    }

    private static byte[] row(Raster from, int y, Weights weights, Effort effort) {
        int channels = from.channels();
        effort.spend((long) channels * weights.count());
        byte[] values = new byte[weights.first.length * channels];
        for (int x = 0; x < weights.first.length; x++) {
            for (int c = 0; c < channels; c++) {
                int start = (y * from.width() + weights.first[x]) * channels + c;
                values[x * channels + c] = weighted(from.values(), start, channels, weights.factors[x]);
            }
        }
        return values;
    }

    /**
     * The part of a resized row or column that is asked for.
     *
     * @param whole pixels of all of it, at least 1
     * @param first where the part begins, 0 and up
     * @param count pixels of the part, at least 1
     */
    record Window(long whole, long first, int count) {

        static Window whole(int length) {
            return new Window(length, 0, length);
        }

        /** The middle. */
        static Window middle(long whole, int count) {
            return new Window(whole, whole / 2 - count / 2, count);
        }
    }

    private static byte weighted(byte[] values, int start, int distance, int[] factors) {
        int sum = 1 << (PRECISION - 1);
        int position = start;
        for (int factor : factors) {
            sum += (values[position] & 0xff) * factor;
            position += distance;
        }
        return level(sum);
    }

    private static byte weighted(byte[][] rows, int first, int at, int[] factors) {
        int sum = 1 << (PRECISION - 1);
        for (int k = 0; k < factors.length; k++) {
            sum += (rows[first + k][at] & 0xff) * factors[k];
        }
        return level(sum);
    }

    private static byte level(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
    }

    /**
     * What each pixel of a new row is made of.
     *
     * @param first the first old pixel that counts
     * @param factors of that pixel and those after it, as fixed-point numbers
     */
    private record Weights(int[] first, int[][] factors) {

        /** Of all pixels together. */
        long count() {
            long count = 0;
            for (int[] each : factors) {
                count += each.length;
            }
            return count;
        }

        static Weights of(int from, Window to) {
            double scale = (double) from / to.whole();
            double width = Math.max(scale, 1);
            double support = RADIUS * width;
            int[] first = new int[to.count()];
            int[][] factors = new int[to.count()][];
            for (int i = 0; i < to.count(); i++) {
                double center = (to.first() + i + 0.5) * scale;
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
