package dev.diffract.frontend.core.sampling.schedule;

/** σ of every timestep of the training, rising, and the ways between them. */
final class TrainingSigmas {

    private final float[] sigmas;
    private final float[] logs;

    TrainingSigmas(float[] sigmas) {
        this.sigmas = sigmas;
        logs = new float[sigmas.length];
        for (int t = 0; t < logs.length; t++) {
            logs[t] = Grids.log(sigmas[t]);
        }
    }

    int size() {
        return sigmas.length;
    }

    float min() {
        return sigmas[0];
    }

    float max() {
        return sigmas[sigmas.length - 1];
    }

    float at(int timestep) {
        return sigmas[timestep];
    }

    /** σ between timesteps, as {@code numpy.interp}; outside of them the nearest one's. */
    double linear(double timestep) {
        int low = (int) Math.floor(timestep);
        if (low < 0) {
            return min();
        }
        if (low >= sigmas.length - 1) {
            return max();
        }
        double slope = (double) sigmas[low + 1] - sigmas[low];
        return slope * (timestep - low) + sigmas[low];
    }

    /** σ between timesteps, interpolated in its logarithm. */
    float logarithmic(float timestep) {
        int low = (int) Math.floor(timestep);
        int high = (int) Math.ceil(timestep);
        float weight = timestep - low;
        return Grids.exp((1 - weight) * logs[low] + weight * logs[high]);
    }

    /** The timestep of a σ, interpolated in its logarithm; in single precision, as for a tensor. */
    float timestep(float sigma) {
        float log = Grids.log(Math.max(sigma, 1e-10f));
        int low = below(log);
        float weight = (logs[low] - log) / (logs[low] - logs[low + 1]);
        weight = Math.max(0, Math.min(1, weight));
        return (1 - weight) * low + weight * (low + 1);
    }

    /** The timestep of a σ, interpolated in its logarithm. */
    double timestep(double sigma) {
        double log = Math.log(Math.max(sigma, 1e-10));
        int low = below(log);
        double weight = (logs[low] - log) / (logs[low] - logs[low + 1]);
        weight = Math.max(0, Math.min(1, weight));
        return (1 - weight) * low + weight * (low + 1);
    }

    private int below(double log) {
        int low = 0;
        while (low < logs.length - 2 && log >= logs[low + 1]) {
            low++;
        }
        return low;
    }
}
