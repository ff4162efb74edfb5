package dev.diffract.frontend.core.sampling.solver;

/**
 * How long steps are: after each the length is multiplied by what the distance of its two results suggests, and the step is not taken if
 * that is much less than 1. k-diffusion's controller with nothing but its integral part.
 *
 * @param order the length goes with the distance to the power of 1/order
 */
record StepLength(double order) {

    private static final float ABSOLUTE = 0.0078f;
    private static final float RELATIVE = 0.05f;
    private static final double LEAST_FACTOR = 0.81;
    private static final double NOTHING = 1e-8;

    /**
     * What becomes of a step.
     *
     * @param next the length to try next
     */
    record Verdict(boolean taken, double next) {}

    /**
     * @param low what the step came to with the lower order
     * @param high with the higher
     * @param before what the step before came to with the lower order
     * @param tried its length
     */
    Verdict judge(float[] low, float[] high, float[] before, double tried) {
        double inverse = 1 / (distance(low, high, before) + NOTHING);
        double factor = 1 + Math.atan(Math.pow(inverse, 1 / order) - 1);
        return new Verdict(factor >= LEAST_FACTOR, tried * factor);
    }

    /** The root of the mean square, each in units of what is allowed; 1 is as much as is allowed. */
    private static float distance(float[] low, float[] high, float[] before) {
        double squares = 0;
        for (int i = 0; i < low.length; i++) {
            float allowed = Math.max(ABSOLUTE, RELATIVE * Math.max(Math.abs(low[i]), Math.abs(before[i])));
            float apart = (low[i] - high[i]) / allowed;
            squares += (double) apart * apart;
        }
        return (float) Math.sqrt(squares) / (float) Math.sqrt(low.length);
    }
}
