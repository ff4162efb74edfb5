package dev.diffract.frontend.core.sampling.schedule;

/**
 * σ of the timesteps that a consistency model was distilled with, as AUTOMATIC1111 has them: its schedules spread the steps over these
 * instead of those of the training, and the model is asked at the nearest one.
 */
final class DistilledSigmas {

    /** Of the distance between two timesteps: what roundings may make of one that lies halfway. */
    private static final float HALFWAY = 2e-5f;

    private final TrainingSigmas sigmas;
    private final int distance;

    /**
     * @param count of the timesteps, evenly spread
     */
    DistilledSigmas(TrainingSigmas training, int count) {
        distance = Math.max(1, training.size() / count);
        float[] kept = new float[training.size() / distance];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = training.at(timestep(i));
        }
        sigmas = new TrainingSigmas(kept);
    }

    TrainingSigmas sigmas() {
        return sigmas;
    }

    /**
     * @param schedule not automatic
     * @return {@code steps} falling values, of {@link SigmaSchedule#DDIM} sometimes more
     */
    double[] spread(SigmaSchedule schedule, int steps) {
        return switch (schedule) {
            case UNIFORM, NORMAL -> evenly(steps, steps);
            case SGM_UNIFORM -> evenly(steps + 1, steps);
            default -> new SigmaSpread(sigmas).of(schedule, sigmas.max(), sigmas.min(), steps);
        };
    }

    /** In the timesteps of the training, as is rounded there. */
    private double[] evenly(int points, int steps) {
        float[] spread = Grids.linspace(timestep(sigmas.size() - 1), timestep(0), points);
        double[] chosen = new double[steps];
        for (int i = 0; i < steps; i++) {
            chosen[i] = sigmas.logarithmic((spread[i] - timestep(0)) / distance);
        }
        return chosen;
    }

    /** The nearest timestep of a σ in its logarithm; halfway between two the lower, where AUTOMATIC1111 leaves it to last bits. */
    float nearest(float sigma) {
        return timestep((int) Math.ceil(sigmas.timestep(sigma) - 0.5f - HALFWAY));
    }

    /** Of the training. */
    private int timestep(int index) {
        return (index + 1) * distance - 1;
    }
}
