package dev.diffract.frontend.core.sampling;

/** Arithmetic on latents. No method changes its arguments, but for those whose names say so. */
public final class Latents {

    private Latents() {}

    /** The slope dx/dσ of the probability flow. */
    public static float[] slope(float[] latents, float[] picture, float sigma) {
        float[] slope = new float[latents.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (latents[i] - picture[i]) / sigma;
        }
        return slope;
    }

    /**
     * A step of Euler's method, latents + distance · {@linkplain #slope slope}, written over the picture.
     *
     * @param picture of which nothing is needed any more
     * @return the same array
     */
    public static float[] stepInto(float[] picture, float[] latents, float sigma, float distance) {
        for (int i = 0; i < picture.length; i++) {
            picture[i] = latents[i] + (latents[i] - picture[i]) / sigma * distance;
        }
        return picture;
    }

    /** latents + distance · slope. */
    public static float[] along(float[] latents, float[] slope, float distance) {
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = latents[i] + slope[i] * distance;
        }
        return next;
    }

    /** a · x + b · y. */
    public static float[] sum(float a, float[] x, float b, float[] y) {
        float[] sum = new float[x.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a * x[i] + b * y[i];
        }
        return sum;
    }

    /** a · x − b · y. */
    public static float[] difference(float a, float[] x, float b, float[] y) {
        float[] difference = new float[x.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = a * x[i] - b * y[i];
        }
        return difference;
    }

    public static float[] mean(float[] x, float[] y) {
        float[] mean = new float[x.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (x[i] + y[i]) / 2;
        }
        return mean;
    }
}
