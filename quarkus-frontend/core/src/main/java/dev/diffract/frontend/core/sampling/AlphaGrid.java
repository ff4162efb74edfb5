package dev.diffract.frontend.core.sampling;

import dev.diffract.repository.layout.SchedulerConfig;

/** Whole timesteps of a run and their ᾱ, for the samplers that work in the variance-preserving scale. */
final class AlphaGrid {

    private final NoiseSchedule schedule;
    private final int[] timesteps;
    private final int distance;
    private final float finalAlpha;

    /**
     * @param setAlphaToOne the sampler's default for that key
     */
    AlphaGrid(SchedulerConfig config, int steps, boolean setAlphaToOne) {
        schedule = NoiseSchedule.of(config);
        TimestepSpacing spacing =
                TimestepSpacing.ofConfigName(config.timestepSpacing().orElse("leading"));
        timesteps = Grids.whole(spacing.spread(steps, schedule.trainTimesteps(), config.stepsOffset()));
        distance = schedule.trainTimesteps() / steps;
        finalAlpha = config.setAlphaToOne().orElse(setAlphaToOne) ? 1 : schedule.alphaCumprod(0);
    }

    int steps() {
        return timesteps.length;
    }

    int timestep(int step) {
        return timesteps[step];
    }

    /** Timesteps between two steps; what lies a distance below a timestep is where a step of it leads. */
    int distance() {
        return distance;
    }

    /**
     * @param timestep of the training, or negative for what lies before the first
     */
    float alpha(int timestep) {
        return timestep < 0 ? finalAlpha : schedule.alphaCumprod(timestep);
    }

    Prediction prediction() {
        return schedule.prediction();
    }
}
