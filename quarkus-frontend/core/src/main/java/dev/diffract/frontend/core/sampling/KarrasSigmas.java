package dev.diffract.frontend.core.sampling;

/** σ spaced evenly in their seventh root (Karras et al. 2022, formula 5), and the timesteps they belong to. */
final class KarrasSigmas {

    private static final double RHO = 7;

    private KarrasSigmas() {}

    /**
     * @param ofTraining σ of every timestep, rising
     * @param steps how many
     * @return falling from the largest to the smallest
     */
    static double[] of(float[] ofTraining, int steps) {
        double low = Math.pow(ofTraining[0], 1 / RHO);
        double high = Math.pow(ofTraining[ofTraining.length - 1], 1 / RHO);
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : i == steps - 1 ? 1 : i * (1.0 / (steps - 1));
            sigmas[i] = Math.pow(high + ramp * (low - high), RHO);
        }
        return sigmas;
    }

    /** The timestep of a σ, interpolated in its logarithm. */
    static double timestep(double sigma, float[] ofTraining) {
        double log = Math.log(Math.max(sigma, 1e-10));
        int low = 0;
        while (low < ofTraining.length - 2 && log >= log(ofTraining[low + 1])) {
            low++;
        }
        float lowLog = log(ofTraining[low]);
        float highLog = log(ofTraining[low + 1]);
        double weight = (lowLog - log) / (lowLog - highLog);
        weight = Math.max(0, Math.min(1, weight));
        return (1 - weight) * low + weight * (low + 1);
    }

    private static float log(float sigma) {
        return (float) Math.log(sigma);
    }
}
