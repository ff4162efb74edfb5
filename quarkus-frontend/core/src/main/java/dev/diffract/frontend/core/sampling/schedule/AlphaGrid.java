package dev.diffract.frontend.core.sampling.schedule;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import java.util.Arrays;

/** Whole timesteps of a run and their ᾱ, for the samplers that work in the variance-preserving scale. */
public final class AlphaGrid {

    private final NoiseSchedule schedule;
    private final int[] timesteps;
    private final int distance;

    /** The last timestep of the training, or what CompVis' grid cut to it. */
    private final int beyond;

    private final float finalAlpha;

    private AlphaGrid(NoiseSchedule schedule, int[] ofRun, int distance, int start, float finalAlpha) {
        this(schedule, ofRun, distance, schedule.trainTimesteps() - 1, start, finalAlpha);
    }

    private AlphaGrid(NoiseSchedule schedule, int[] ofRun, int distance, int beyond, int start, float finalAlpha) {
        this.schedule = schedule;
        this.timesteps = Arrays.copyOfRange(ofRun, start, ofRun.length);
        this.distance = distance;
        this.beyond = beyond;
        this.finalAlpha = finalAlpha;
        if (schedule.alphaCumprod(timesteps[0]) == 0 && schedule.prediction() != Prediction.V) {
            throw new UndrawableException(new Obstacle.OnlyNoise(timesteps[0]));
        }
    }

    /**
     * @param setAlphaToOne the sampler's default for that key
     */
    public static AlphaGrid spaced(RunSettings run, boolean setAlphaToOne) {
        NoiseSchedule schedule = run.noiseSchedule();
        if (run.original()) {
            return original(run, schedule);
        }
        double[] spread = run.spacing(TimestepSpacing.LEADING)
                .spread(run.steps(), schedule.trainTimesteps(), run.config().stepsOffset());
        int[] timesteps = new int[spread.length];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = (int) Math.rint(spread[i]);
        }
        boolean one = run.config().setAlphaToOne().orElse(setAlphaToOne);
        int distance = schedule.trainTimesteps() / run.steps();
        return new AlphaGrid(schedule, timesteps, distance, run.start(), one ? 1 : schedule.alphaCumprod(0));
    }

    /**
     * CompVis' grid: from 1 upwards at whole distances as far as the training goes, and the run ends at the first, so that it has
     * a step less than asked for where the distances come out even.
     */
    private static AlphaGrid original(RunSettings run, NoiseSchedule schedule) {
        int last = schedule.trainTimesteps() - 1;
        int distance = schedule.trainTimesteps() / run.steps();
        int[] timesteps = new int[Math.max(1, last / distance)];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = Math.min(last, (timesteps.length - i) * distance + 1);
        }
        int beyond = Math.max(last, timesteps.length * distance + 1);
        int start = Math.min(run.start(), timesteps.length - 1); // of fewer steps than were asked for, one is left
        return new AlphaGrid(schedule, timesteps, distance, beyond, start, schedule.alphaCumprod(0));
    }

    /** Spread over the steps a consistency model was distilled with, from the last one. */
    public static AlphaGrid distilled(RunSettings run) {
        NoiseSchedule schedule = run.noiseScheduleOfDiffusers();
        int original = run.distilledSteps();
        if (run.steps() > original) {
            throw new UndrawableException(new Obstacle.DistilledSteps(original, run.steps()));
        }
        int distance = schedule.trainTimesteps() / original;
        int[] timesteps = new int[run.steps()];
        for (int i = 0; i < timesteps.length; i++) {
            int skipped = (int) (i * (original / (double) run.steps()));
            timesteps[i] = (original - skipped) * distance - 1;
        }
        return new AlphaGrid(schedule, timesteps, schedule.trainTimesteps() / run.steps(), run.start(), 1);
    }

    public int steps() {
        return timesteps.length;
    }

    public int timestep(int step) {
        return timesteps[step];
    }

    /**
     * Where a step leads: the distance below its timestep, measured from where the first would be if the training went further.
     *
     * @return negative for what lies before the first of the training
     */
    public int below(int timestep) {
        return (timestep == schedule.trainTimesteps() - 1 ? beyond : timestep) - distance;
    }

    /** From where a step led to a timestep. */
    public int above(int timestep) {
        return Math.min(schedule.trainTimesteps() - 1, timestep + distance);
    }

    /**
     * @param timestep of the training, or negative for what lies before the first
     */
    public float alpha(int timestep) {
        return timestep < 0 ? finalAlpha : schedule.alphaCumprod(timestep);
    }

    /** A picture with the noise of a timestep. */
    public float[] noised(float[] picture, float[] noise, int timestep) {
        float alpha = alpha(timestep);
        return Latents.sum(sqrt(alpha), picture, sqrt(1 - alpha), noise);
    }

    public Prediction prediction() {
        return schedule.prediction();
    }
}
