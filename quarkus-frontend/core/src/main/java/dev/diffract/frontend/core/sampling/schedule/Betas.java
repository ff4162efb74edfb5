package dev.diffract.frontend.core.sampling.schedule;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;

/** The noise that a configuration's training added at each timestep: β. */
final class Betas {

    private static final double MAX_COSINE_BETA = 0.999;

    private Betas() {}

    /**
     * In double precision, as CompVis' programs compute them and with them AUTOMATIC1111.
     *
     * @throws IllegalArgumentException if the configuration asks for something that is not implemented, naming it
     */
    static double[] exact(SchedulerConfig config) {
        int count = config.trainTimesteps();
        if (config.trainedBetas().isPresent()) {
            return trained(config.trainedBetas().get(), count);
        }
        return switch (config.betaSchedule()) {
            case "linear" -> linear(config.betaStart(), config.betaEnd(), count);
            case "scaled_linear" -> squared(linear(Math.sqrt(config.betaStart()), Math.sqrt(config.betaEnd()), count));
            case "squaredcos_cap_v2" -> cosine(count);
            default ->
                throw new IllegalArgumentException("beta_schedule '" + config.betaSchedule()
                        + "' is not implemented; linear, scaled_linear and squaredcos_cap_v2 are");
        };
    }

    /**
     * In single precision, as diffusers computes them.
     *
     * @throws IllegalArgumentException as {@link #exact}
     */
    static float[] single(SchedulerConfig config) {
        int count = config.trainTimesteps();
        if (config.trainedBetas().isEmpty()) {
            switch (config.betaSchedule()) {
                case "linear" -> {
                    return singleLinear(config.betaStart(), config.betaEnd(), count);
                }
                case "scaled_linear" -> {
                    return squared(singleLinear(Math.sqrt(config.betaStart()), Math.sqrt(config.betaEnd()), count));
                }
                default -> {}
            }
        }
        double[] exact = exact(config);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) exact[i];
        }
        return values;
    }

    private static double[] trained(List<Double> betas, int count) {
        if (betas.size() != count) {
            throw new IllegalArgumentException(
                    "trained_betas has " + betas.size() + " values, but num_train_timesteps is " + count);
        }
        return betas.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] linear(double start, double end, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Grids.linspace(start, end, count, i);
        }
        return values;
    }

    private static float[] singleLinear(double start, double end, int count) {
        return Grids.linspace((float) start, (float) end, count);
    }

    private static double[] squared(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    private static float[] squared(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    /** Nichol and Dhariwal (2021), capped. */
    private static double[] cosine(int count) {
        double[] betas = new double[count];
        for (int i = 0; i < count; i++) {
            double from = cosineAlphaBar((double) i / count);
            double to = cosineAlphaBar((double) (i + 1) / count);
            betas[i] = Math.min(1 - to / from, MAX_COSINE_BETA);
        }
        return betas;
    }

    private static double cosineAlphaBar(double t) {
        double cosine = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }
}
