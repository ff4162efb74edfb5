package dev.diffract.frontend.core.sampling.schedule;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.repository.kserve.FloatRow;
import java.util.Arrays;

/** Timesteps of a run and their σ. */
public final class SigmaGrid {

    private final float[] timesteps;
    private final float[] sigmas;
    private final int stepsOfRun;
    private final float highest;
    private final float lowest;
    private final TimestepSpacing spacing;
    private final TrainingSigmas training;
    private final Prediction prediction;

    private final float clip;

    /**
     * @param timesteps and {@code sigmas}: those of the whole run
     * @param start how many steps are left out at the beginning
     */
    private SigmaGrid(
            float[] timesteps, float[] sigmas, int start, TimestepSpacing spacing, NoiseSchedule schedule, float clip) {
        this.timesteps = Arrays.copyOfRange(timesteps, start, timesteps.length);
        this.sigmas = Arrays.copyOfRange(sigmas, start, sigmas.length);
        this.stepsOfRun = timesteps.length;
        float last = sigmas[sigmas.length - 1];
        this.highest = sigmas[0];
        this.lowest = last == 0 ? sigmas[sigmas.length - 2] : last;
        this.spacing = spacing;
        this.training = schedule.sigmas();
        this.prediction = schedule.prediction();
        this.clip = clip;
    }

    /** As many points as steps; timesteps may lie between those of the training. */
    public static SigmaGrid ofPoints(RunSettings run) {
        return ofPoints(run, FinalSigma.ZERO, false, Float.POSITIVE_INFINITY);
    }

    /**
     * @param wholeKarras whether the timesteps of {@link SigmaSchedule#KARRAS} are rounded all the same
     * @param clip estimates of the picture are kept within ± this
     */
    public static SigmaGrid ofPoints(RunSettings run, FinalSigma end, boolean wholeKarras, float clip) {
        if (run.original()) {
            return original(run, run.steps(), end, clip);
        }
        NoiseSchedule schedule = run.noiseSchedule();
        TrainingSigmas training = schedule.sigmas();
        TimestepSpacing spacing = run.spacing(TimestepSpacing.LINSPACE);
        double[] spread = spacing.spread(
                run.steps(), schedule.trainTimesteps(), run.config().stepsOffset());
        float[] timesteps = single(spread);
        double[] chosen = new double[timesteps.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = training.linear(timesteps[i]);
        }
        if (run.schedule() != SigmaSchedule.UNIFORM) {
            chosen = new SigmaSpread(training).of(run.schedule(), chosen[0], chosen[chosen.length - 1], chosen.length);
            double[] between = Arrays.stream(chosen).map(training::timestep).toArray();
            boolean whole = wholeKarras && run.schedule() == SigmaSchedule.KARRAS;
            timesteps = whole ? Grids.whole(between) : single(between);
        }
        return new SigmaGrid(timesteps, ended(run, chosen, end, training), run.start(), spacing, schedule, clip);
    }

    /**
     * As many whole timesteps as there are intervals, the end of the last left out.
     *
     * @param cutKarras whether the timesteps of {@link SigmaSchedule#KARRAS} are cut off and not rounded
     */
    public static SigmaGrid ofIntervals(RunSettings run, FinalSigma end, boolean cutKarras) {
        if (run.original()) {
            return original(run, run.steps(), end, Float.POSITIVE_INFINITY);
        }
        NoiseSchedule schedule = run.noiseSchedule();
        TrainingSigmas training = schedule.sigmas();
        TimestepSpacing spacing = run.spacing(TimestepSpacing.LINSPACE);
        int points = spacing == TimestepSpacing.TRAILING ? run.steps() : run.steps() + 1;
        double[] spread =
                spacing.spread(points, schedule.trainTimesteps(), run.config().stepsOffset());
        float[] timesteps = Arrays.copyOf(Grids.whole(spread), run.steps());
        double[] chosen = new double[timesteps.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = training.linear(timesteps[i]);
        }
        if (run.schedule() != SigmaSchedule.UNIFORM) {
            chosen = new SigmaSpread(training).of(run.schedule(), training.max(), training.min(), run.steps());
            double[] between = Arrays.stream(chosen).map(training::timestep).toArray();
            boolean cut = switch (run.schedule()) {
                case EXPONENTIAL, BETA -> true;
                case KARRAS -> cutKarras;
                default -> false;
            };
            timesteps = cut ? single(Arrays.stream(between).map(Math::floor).toArray()) : Grids.whole(between);
        }
        return new SigmaGrid(
                timesteps, ended(run, chosen, end, training), run.start(), spacing, schedule, Float.POSITIVE_INFINITY);
    }

    /**
     * As {@link #ofPoints}, but the original grid has one point more and leaves out the last before the end: samplers whose
     * error is large there were run so.
     */
    public static SigmaGrid ofPointsButTheLast(RunSettings run, boolean wholeKarras) {
        return run.original()
                ? original(run, run.steps() + 1, FinalSigma.ZERO, Float.POSITIVE_INFINITY)
                : ofPoints(run, FinalSigma.ZERO, wholeKarras, Float.POSITIVE_INFINITY);
    }

    /**
     * k-diffusion's grid.
     *
     * @param points to choose among, from the first of which come those of the run
     */
    private static SigmaGrid original(RunSettings run, int points, FinalSigma end, float clip) {
        NoiseSchedule schedule = run.noiseSchedule();
        TrainingSigmas training = schedule.sigmas();
        double[] chosen = run.schedule() == SigmaSchedule.UNIFORM
                ? new SigmaSpread(training).of(SigmaSchedule.NORMAL, training.max(), training.min(), points)
                : new SigmaSpread(training).of(run.schedule(), training.max(), training.min(), points);
        double[] ofRun = Arrays.copyOf(chosen, chosen.length - (points - run.steps()));
        float[] timesteps = new float[ofRun.length];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = training.timestep((float) ofRun[i]);
        }
        return new SigmaGrid(
                timesteps, ended(run, ofRun, end, training), run.start(), TimestepSpacing.ORIGINAL, schedule, clip);
    }

    /**
     * The grid of UniPC's authors: evenly spread over the training's times with the last left out, ln α between them interpolated, and
     * down to the smallest σ. It has as many steps as the distances of CompVis' grid have room for.
     */
    public static SigmaGrid ofTimes(RunSettings run) {
        NoiseSchedule schedule = run.noiseSchedule();
        int distance = schedule.trainTimesteps() / run.steps();
        int steps = (schedule.trainTimesteps() + distance - 1) / distance;
        float last = 1f / schedule.trainTimesteps();
        float[] timesteps = Arrays.copyOf(Grids.linspace(1, last, steps + 1), steps);
        float[] sigmas = new float[steps + 1];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = Math.min(schedule.trainTimesteps() - 1f, (timesteps[i] - last) * schedule.trainTimesteps());
            sigmas[i] = schedule.sigmaBetween(timesteps[i]);
        }
        FinalSigma end = run.options().finalSigma().orElse(FinalSigma.SIGMA_MIN);
        sigmas[steps] = end == FinalSigma.ZERO ? 0 : schedule.sigmas().min();
        return new SigmaGrid(
                timesteps, sigmas, run.start(), TimestepSpacing.LINSPACE, schedule, Float.POSITIVE_INFINITY);
    }

    /** Of k-diffusion's form, spread over the σ of the timesteps that a consistency model was distilled with. */
    public static SigmaGrid ofDistilled(RunSettings run) {
        NoiseSchedule schedule = run.noiseSchedule();
        DistilledSigmas distilled = new DistilledSigmas(schedule.sigmas(), run.distilledSteps());
        double[] chosen = distilled.spread(run.schedule(), run.steps());
        float[] timesteps = new float[chosen.length];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = distilled.nearest((float) chosen[i]);
        }
        float[] sigmas = ended(run, chosen, FinalSigma.ZERO, distilled.sigmas());
        return new SigmaGrid(
                timesteps, sigmas, run.start(), TimestepSpacing.ORIGINAL, schedule, Float.POSITIVE_INFINITY);
    }

    private static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }

    private static float[] ended(RunSettings run, double[] chosen, FinalSigma end, TrainingSigmas training) {
        boolean withoutNoise = end == FinalSigma.ZERO && run.schedule().leadsToZero();
        float[] sigmas = Arrays.copyOf(single(chosen), chosen.length + 1);
        sigmas[chosen.length] = withoutNoise ? 0 : training.min();
        return sigmas;
    }

    public int steps() {
        return timesteps.length;
    }

    /** With those that are left out. */
    public int stepsOfRun() {
        return stepsOfRun;
    }

    /**
     * Noise between its largest σ and the smallest but zero, those included that are left out.
     *
     * @param noise of any run
     */
    public StepNoise along(StepNoise noise) {
        return noise.along(lowest, highest);
    }

    public float timestep(int step) {
        return timesteps[step];
    }

    /** σ before a step; after the last one that of the run's end. */
    public float sigma(int step) {
        return sigmas[step];
    }

    /** Whatever the run's own are. */
    public float largestOfTraining() {
        return training.max();
    }

    /** Whatever the run's own are. */
    public float smallestOfTraining() {
        return training.min();
    }

    /** The σ of a timestep of the training. */
    float sigmaOf(int timestep) {
        return training.at(timestep);
    }

    /** The timestep of any σ. */
    public float timestepOf(float sigma) {
        return training.timestep(sigma);
    }

    public boolean isOriginal() {
        return spacing == TimestepSpacing.ORIGINAL;
    }

    /** For latents that are the picture plus σ times noise. */
    public float initialScale() {
        return spacing == TimestepSpacing.LEADING ? sqrt(sigmas[0] * sigmas[0] + 1) : sigmas[0];
    }

    /** The latents scaled to about unit variance. */
    public FloatRow scaled(float[] latents, float sigma) {
        return FloatRow.quotients(latents, sqrt(sigma * sigma + 1));
    }

    /** The model's estimate of the finished picture. */
    public float[] picture(float[] latents, float[] output, float sigma) {
        return pictureInto(output.clone(), latents, sigma);
    }

    /**
     * The same, written over the model's output: an array less for each step.
     *
     * @return the same array
     */
    public float[] pictureInto(float[] output, float[] latents, float sigma) {
        float[] picture = output;
        if (prediction == Prediction.V) {
            float skip = sigma * sigma + 1;
            float scale = -sigma / sqrt(skip);
            for (int i = 0; i < picture.length; i++) {
                picture[i] = output[i] * scale + latents[i] / skip;
            }
        } else {
            for (int i = 0; i < picture.length; i++) {
                picture[i] = latents[i] - sigma * output[i];
            }
        }
        if (clip < Float.POSITIVE_INFINITY) { // which would leave all as it is
            for (int i = 0; i < picture.length; i++) {
                picture[i] = Math.max(-clip, Math.min(clip, picture[i]));
            }
        }
        return picture;
    }

    Prediction prediction() {
        return prediction;
    }
}
