package dev.diffract.frontend.core.imaging;

/** Gauss' blur of any width in the same time: three running means in each direction, the border's pixels repeated. */
final class BoxBlur {

    private static final int PASSES = 3;

    private BoxBlur() {}

    /**
     * @param deviation standard deviation in pixels; 0 gives the plane itself
     * @param effort is told of each row and column of each pass
     */
    static float[] gaussian(float[] plane, int width, int deviation, Effort effort) {
        if (deviation == 0) {
            return plane;
        }
        // A mean over 2r+1 values has the variance ((2r+1)² − 1) / 12.
        double box = Math.sqrt(12.0 * deviation * deviation / PASSES + 1);
        int radius = (int) Math.round((box - 1) / 2);
        float[] blurred = plane;
        for (int pass = 0; pass < PASSES; pass++) {
            blurred = across(blurred, width, radius, effort);
        }
        int height = plane.length / width;
        blurred = transposed(blurred, width);
        for (int pass = 0; pass < PASSES; pass++) {
            blurred = across(blurred, height, radius, effort);
        }
        return transposed(blurred, height);
    }

    private static float[] across(float[] plane, int width, int radius, Effort effort) {
        float[] means = new float[plane.length];
        double size = 2.0 * radius + 1;
        for (int row = 0; row < plane.length; row += width) {
            effort.spend(2L * (width + radius));
            double sum = 0;
            for (int k = -radius; k <= radius; k++) {
                sum += plane[row + within(k, width)];
            }
            for (int x = 0; x < width; x++) {
                means[row + x] = (float) (sum / size);
                sum += plane[row + within(x + radius + 1, width)] - plane[row + within(x - radius, width)];
            }
        }
        return means;
    }

    private static float[] transposed(float[] plane, int width) {
        int height = plane.length / width;
        float[] turned = new float[plane.length];
        for (int i = 0; i < plane.length; i++) {
            turned[i % width * height + i / width] = plane[i];
        }
        return turned;
    }

    private static int within(int at, int length) {
        return Math.max(0, Math.min(length - 1, at));
    }
}
