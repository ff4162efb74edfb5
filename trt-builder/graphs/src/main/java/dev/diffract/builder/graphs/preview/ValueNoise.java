package dev.diffract.builder.graphs.preview;

import java.util.function.DoubleSupplier;

/** Random values on the corners of square cells, with smooth steps between them. */
final class ValueNoise {

    private final double[][] corners;

    /**
     * @param cells per side of the unit square
     */
    ValueNoise(int cells, DoubleSupplier random) {
        corners = new double[cells + 1][cells + 1];
        for (double[] row : corners) {
            for (int i = 0; i <= cells; i++) {
                row[i] = random.getAsDouble();
            }
        }
    }

    /** The value at a place from 0 to 1, 1 excluded. */
    double at(double x, double y) {
        int cells = corners.length - 1;
        int column = (int) (x * cells);
        int row = (int) (y * cells);
        double across = smooth(x * cells - column);
        double above = mix(corners[row][column], corners[row][column + 1], across);
        double below = mix(corners[row + 1][column], corners[row + 1][column + 1], across);
        return mix(above, below, smooth(y * cells - row));
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mix(double from, double to, double t) {
        return from + (to - from) * t;
    }
}
