package dev.diffract.builder.graphs.check;

/** Weights of a cubic filter against aliasing as imaging libraries compute them: a window per target pixel, in double precision. */
final class CubicReference {

    private static final double A = -0.5;

    private CubicReference() {}

    /**
     * @param length pixels of the source along the axis
     * @param shortest pixels of the source's shorter side, which becomes {@code side}
     * @return per target pixel of the crop a weight per source pixel; rows sum to 1
     */
    static double[][] weights(int length, int shortest, int side) {
        int resized = length * side / shortest;
        int crop = (resized - side) / 2;
        double scale = (double) length / resized;
        double stretch = Math.max(scale, 1);
        double[][] weights = new double[side][length];
        for (int i = 0; i < side; i++) {
            double centre = (i + crop + 0.5) * scale;
            int from = Math.max(0, (int) Math.floor(centre - 2 * stretch));
            int to = Math.min(length, (int) Math.ceil(centre + 2 * stretch));
            double sum = 0;
            for (int j = from; j < to; j++) {
                weights[i][j] = cubic((j + 0.5 - centre) / stretch);
                sum += weights[i][j];
            }
            for (int j = from; j < to; j++) {
                weights[i][j] /= sum;
            }
        }
        return weights;
    }

    private static double cubic(double x) {
        double d = Math.abs(x);
        if (d < 1) {
            return (A + 2) * d * d * d - (A + 3) * d * d + 1;
        }
        return d < 2 ? A * d * d * d - 5 * A * d * d + 8 * A * d - 4 * A : 0;
    }
}
