package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SamplerOption;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A kind of sampler with a sigma schedule.
 *
 * @param infotextName AUTOMATIC1111's name without the schedule, for example {@code DPM++ 2M}
 * @param aliases other names it is known by, with this schedule
 * @param usual the schedule that the bare name means
 * @param schedule the one to use
 * @param scheduled whether it can have other schedules on every grid
 * @param options that make a difference to it
 * @param constructor makes one
 */
public record SamplerFactory(
        String infotextName,
        List<String> aliases,
        SigmaSchedule usual,
        SigmaSchedule schedule,
        boolean scheduled,
        Set<SamplerOption> options,
        Function<RunSettings, Sampler> constructor) {

    /** Samplers that diffusers has not: their grid is that of the original programs, whatever is asked for. */
    static final Set<String> ALWAYS_ORIGINAL = Set.of("DPM fast", "DPM adaptive");

    /** Where the original programs noise a picture as of one timestep and begin at another. */
    private static final Set<String> AT_WHOLE_TIMESTEPS = Set.of("DDIM", "DDIM CFG++", "DDPM", "PLMS", "UniPC");

    /** On the original grid its times are its own, whatever the schedule. */
    private static final String OF_OWN_TIMES = "UniPC";

    private static final Set<String> TWO_CALLS = Set.of("DPM2", "DPM2 a", "DPM++ 2S a", "DPM++ SDE", "Heun", "Restart");

    public SamplerFactory {
        aliases = List.copyOf(aliases);
        options = Set.copyOf(options);
    }

    /** AUTOMATIC1111's name, with the schedule where it is not the usual one, for example {@code DPM++ 2M Karras}. */
    public String displayName() {
        return schedule == usual ? infotextName : infotextName + " " + schedule.label();
    }

    /** The name of its schedule in infotexts. */
    public String scheduleType() {
        return schedule.label();
    }

    /**
     * The same sampler with another schedule.
     *
     * @throws IllegalArgumentException if this sampler has no sigma schedules on any grid
     */
    public SamplerFactory with(SigmaSchedule other) {
        return with(other, takesSchedules());
    }

    /**
     * The same sampler with another schedule.
     *
     * @param spacing of the grid; empty for the model's
     * @throws IllegalArgumentException if this sampler has no sigma schedules there
     */
    public SamplerFactory with(SigmaSchedule other, Optional<TimestepSpacing> spacing) {
        return with(other, takesSchedules(spacing));
    }

    private SamplerFactory with(SigmaSchedule other, boolean takesIt) {
        if (other != usual && !takesIt) {
            throw new IllegalArgumentException(
                    infotextName + " has timesteps of its own and no schedule " + other.label());
        }
        return other == schedule
                ? this
                : new SamplerFactory(infotextName, List.of(), usual, other, scheduled, options, constructor);
    }

    /** The same sampler, of which other options make a difference. */
    SamplerFactory taking(SamplerOption... others) {
        return new SamplerFactory(infotextName, aliases, usual, schedule, scheduled, Set.of(others), constructor);
    }

    /** Model calls that AUTOMATIC1111 counts for a step where prompts change, however many the sampler makes. */
    public int countedCalls() {
        return TWO_CALLS.contains(infotextName) ? 2 : 1;
    }

    /** Whether its runs need the unconditional output even where guidance makes no difference. */
    public boolean alwaysGuided() {
        return infotextName.endsWith("CFG++");
    }

    public boolean takesEta() {
        return options.contains(SamplerOption.ETA);
    }

    /** Whether its schedule leaves a choice where the run ends. */
    public boolean takesFinalSigma() {
        return options.contains(SamplerOption.FINAL_SIGMA) && schedule.leadsToZero();
    }

    public boolean takesStepNoise() {
        return options.contains(SamplerOption.STEP_NOISE);
    }

    public boolean takesSolver() {
        return options.contains(SamplerOption.SOLVER);
    }

    /** Whether the timesteps can be spread otherwise in runs with this configuration. */
    public boolean takesSpacing(SchedulerConfig config) {
        return options.contains(SamplerOption.SPACING)
                || (options.contains(SamplerOption.UNIFORM_SPACING)
                        && RunSettings.schedule(schedule, config) == SigmaSchedule.UNIFORM);
    }

    /** Whether it can run on the original programs' grid, which has a place for every schedule. */
    public boolean takesOriginalSpacing() {
        return options.contains(SamplerOption.SPACING)
                || options.contains(SamplerOption.UNIFORM_SPACING)
                || options.contains(SamplerOption.ORIGINAL_SPACING);
    }

    /**
     * Whether it can have any schedule on a grid.
     *
     * @param spacing of the grid; empty for the model's
     */
    public boolean takesSchedules(Optional<TimestepSpacing> spacing) {
        return spacing.filter(TimestepSpacing.ORIGINAL::equals).isPresent()
                ? takesSchedules() && !infotextName.equals(OF_OWN_TIMES)
                : scheduled;
    }

    /** Whether it can have any schedule, be it on one grid alone. */
    public boolean takesSchedules() {
        return scheduled || options.contains(SamplerOption.ORIGINAL_SPACING);
    }

    /** Whether it runs on the original programs' grid and no other. */
    public boolean isAlwaysOriginal() {
        return ALWAYS_ORIGINAL.contains(infotextName);
    }

    /** Whether a picture that a run on the original grid starts from is taken up as in AUTOMATIC1111. */
    public boolean beginsOriginally() {
        return isAlwaysOriginal() || (takesOriginalSpacing() && !AT_WHOLE_TIMESTEPS.contains(infotextName));
    }

    /** A sampler for a run that leaves all options open. */
    public Sampler create(SchedulerConfig config, int steps) {
        return create(config, steps, SamplerOptions.NONE);
    }

    /**
     * A sampler for a run. Keys that the configuration lacks get the defaults of diffusers' class for this sampler.
     *
     * @param steps from 1, fewer than the timesteps of the training; of TCD, and of LCM but on the original grid, up to those
     *     of the distillation
     * @throws IllegalArgumentException if {@code steps} is out of range or the configuration asks for something that is
     *     not implemented
     */
    public Sampler create(SchedulerConfig config, int steps, SamplerOptions options) {
        return create(config, steps, options, 0);
    }

    /**
     * A sampler for the rest of a run, for pictures that do not begin as noise; of noise, where nothing is left out.
     *
     * @param start how many of the run's steps are left out at the beginning, fewer than {@code steps}
     * @throws IllegalArgumentException as the other methods, and if {@code start} is out of range
     */
    public Sampler create(SchedulerConfig config, int steps, SamplerOptions options, int start) {
        return create(
                config,
                steps,
                options,
                StepNoise.OF_PICTURE,
                start == 0 ? Beginning.OF_NOISE : Beginning.ofPicture(start));
    }

    Sampler create(SchedulerConfig config, int steps, SamplerOptions options, StepNoise noise) {
        return create(config, steps, options, noise, Beginning.OF_NOISE);
    }

    /**
     * A sampler for a run, or the rest of one, with noise of its own.
     *
     * @param noise what fresh noise comes from
     * @param beginning with fewer steps left out than {@code steps}
     * @throws IllegalArgumentException as the other methods
     */
    public Sampler create(
            SchedulerConfig config, int steps, SamplerOptions options, StepNoise noise, Beginning beginning) {
        if (steps < 1 || steps >= config.trainTimesteps()) {
            throw new UndrawableException(new Obstacle.Steps(config.trainTimesteps() - 1, steps));
        }
        if (beginning.start() < 0 || beginning.start() >= steps) {
            throw new IllegalArgumentException("start must be from 0 to " + (steps - 1) + ", was " + beginning.start());
        }
        return NoSignalStart.sampler(
                infotextName, constructor, new RunSettings(config, steps, schedule, options, noise, beginning));
    }

    /** Whether this is one of its names, whatever the case. */
    boolean isCalled(String name) {
        return displayName().equalsIgnoreCase(name) || aliases.stream().anyMatch(name::equalsIgnoreCase);
    }
}
