package dev.diffract.frontend.core.sampling;

/** Arithmetic of numpy and torch on grids of timesteps. */
final class Grids {

    private Grids() {}

    static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    /** Rounded half to even. */
    static int[] whole(double[] values) {
        int[] whole = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            whole[i] = (int) Math.rint(values[i]);
        }
        return whole;
    }

    /** {@code numpy.interp} over the points (0, ys[0]), (1, ys[1]), ...; outside of them the nearest one's value. */
    static double interpolate(double x, float[] ys) {
        int low = (int) Math.floor(x);
        if (low < 0) {
            return ys[0];
        }
        if (low >= ys.length - 1) {
            return ys[ys.length - 1];
        }
        double slope = (double) ys[low + 1] - ys[low];
        return slope * (x - low) + ys[low];
    }
}
