package dev.diffract.frontend.core.sampling.schedule;

import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Optional;

/**
 * What a sampler is made from: the model's configuration, and what the request chose over it.
 *
 * @param steps of the whole run, which decide on the grid
 * @param beginning how many of them are left out, and for what
 */
public record RunSettings(
        SchedulerConfig config,
        int steps,
        SigmaSchedule chosen,
        SamplerOptions options,
        StepNoise stepNoise,
        Beginning beginning) {

    private static final int USUAL_ORDER = 2;
    private static final int USUAL_DISTILLED_STEPS = 50;

    /** The same without anything left out. */
    public RunSettings whole() {
        return new RunSettings(config, steps, chosen, options, stepNoise, new Beginning(0, beginning.ofPicture()));
    }

    /** How many of the steps are left out at the beginning. */
    public int start() {
        return beginning.start();
    }

    /** The same run in another number of steps. */
    public RunSettings ofSteps(int other) {
        return new RunSettings(config, other, chosen, options, stepNoise, beginning);
    }

    /** The same with the noise schedule of the training, whatever was chosen. */
    public RunSettings asTrained() {
        return new RunSettings(config, steps, chosen, options.withRescaling(false), stepNoise, beginning);
    }

    /**
     * The same on the original programs' grid, whatever was chosen: for samplers that there is nowhere else. Nobody asked for that grid,
     * so that what the configuration says of the noise schedule counts.
     */
    public RunSettings onOriginalGrid() {
        SamplerOptions there = options.withRescaling(rescaled()).spaced(TimestepSpacing.ORIGINAL);
        return new RunSettings(config, steps, chosen, there, stepNoise, beginning);
    }

    /** Whether the noise schedule ends in nothing but noise, of which a model that predicts the noise says nothing. */
    public boolean endsInMeaninglessNoise() {
        return rescaled() && noiseSchedule().prediction() == Prediction.EPSILON;
    }

    /** The original programs rescale where a user says so. */
    private boolean rescaled() {
        return options.rescaleZeroSnr().orElse(!original() && config.rescaleZeroSnr());
    }

    NoiseSchedule noiseSchedule() {
        return original() ? NoiseSchedule.original(config, rescaled()) : noiseScheduleOfDiffusers();
    }

    /** Whatever the grid: for samplers that the original programs have not. */
    NoiseSchedule noiseScheduleOfDiffusers() {
        return NoiseSchedule.of(config, rescaled());
    }

    /** Never {@link SigmaSchedule#AUTOMATIC}. */
    public SigmaSchedule schedule() {
        return original() && chosen == SigmaSchedule.AUTOMATIC ? SigmaSchedule.UNIFORM : schedule(chosen, config);
    }

    /** Never {@link SigmaSchedule#AUTOMATIC}. */
    public static SigmaSchedule schedule(SigmaSchedule chosen, SchedulerConfig config) {
        return chosen == SigmaSchedule.AUTOMATIC ? ofConfig(config).orElse(SigmaSchedule.UNIFORM) : chosen;
    }

    public static Optional<SigmaSchedule> ofConfig(SchedulerConfig config) {
        return config.solver().sigmas().flatMap(SigmaSchedule::find);
    }

    /** Whether the run's grid is that of {@link TimestepSpacing#ORIGINAL}. */
    public boolean original() {
        return options.spacing().filter(TimestepSpacing.ORIGINAL::equals).isPresent();
    }

    TimestepSpacing spacing(TimestepSpacing ofClass) {
        return options.spacing()
                .or(() -> config.timestepSpacing().map(TimestepSpacing::ofConfigName))
                .orElse(ofClass);
    }

    /** The configuration's word counts on diffusers' grids alone: it is of a class that the original programs do not know. */
    public FinalSigma finalSigma() {
        return options.finalSigma()
                .or(() -> ofDiffusers(config.solver().finalSigmas().map(FinalSigma::ofConfigName)))
                .orElse(FinalSigma.ZERO);
    }

    private <T> Optional<T> ofDiffusers(Optional<T> ofConfig) {
        return original() ? Optional.empty() : ofConfig;
    }

    public SolverChoice solver() {
        return options.solver();
    }

    /** Steps that a consistency model was distilled with; the original programs know one number. */
    int distilledSteps() {
        return original()
                ? USUAL_DISTILLED_STEPS
                : config.solver().originalSteps().orElse(USUAL_DISTILLED_STEPS);
    }

    /** The highest order of a multistep method by the configuration. */
    public int orderOfConfig() {
        return config.solver().order().orElse(USUAL_ORDER);
    }

    public float eta(double ofClass) {
        return (float) options.eta().orElse(ofClass);
    }

    /** The picture's estimate is kept within ± this; the original programs leave it as it is. */
    public float clip(boolean ofClass) {
        return !original() && config.clipSample().orElse(ofClass)
                ? config.clipSampleRange().orElse(1.0).floatValue()
                : Float.POSITIVE_INFINITY;
    }
}
