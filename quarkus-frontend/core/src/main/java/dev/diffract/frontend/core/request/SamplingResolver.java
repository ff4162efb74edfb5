package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.NoiseOfSteps;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.SolverChoice;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a plan's sampling of what a request says about it. */
final class SamplingResolver {

    private final ModelDefinition model;
    private final SamplingOptions said;
    private final Faults faults;

    /**
     * @param faults gets what is wrong
     */
    SamplingResolver(ModelDefinition model, SamplingOptions said, Faults faults) {
        this.model = model;
        this.said = said;
        this.faults = faults;
    }

    /**
     * @param name of the sampler; {@code null} for the model's
     * @return nothing if there is no such sampler
     */
    Optional<Sampling> resolve(@Nullable String name) {
        SamplerOptions options = new SamplerOptions(
                eta(),
                faults.choice(
                        Field.TIMESTEP_SPACING,
                        said.timestepSpacing(),
                        TimestepSpacing::find,
                        TimestepSpacing.values(),
                        TimestepSpacing::id),
                faults.choice(
                        Field.FINAL_SIGMA, said.finalSigma(), FinalSigma::find, FinalSigma.values(), FinalSigma::id),
                Optional.ofNullable(said.rescaleZeroSnr()),
                faults.choice(
                        Field.STEP_NOISE,
                        said.stepNoise(),
                        NoiseOfSteps::find,
                        NoiseOfSteps.values(),
                        NoiseOfSteps::id),
                solver());
        Optional<SigmaSchedule> schedule = faults.choice(
                Field.SCHEDULE_TYPE,
                said.scheduleType(),
                SigmaSchedule::find,
                SigmaSchedule.values(),
                SigmaSchedule::id);
        Optional<SamplerFactory> sampler = sampler(name, options.spacing())
                .map(found -> schedule.map(other -> scheduled(found, other, name != null, options.spacing()))
                        .orElse(found));
        sampler.ifPresent(this::checkUse);
        return sampler.map(found -> Sampling.of(found, options));
    }

    /**
     * Distilled models have fewer steps than the limits allow, and where a run begins decides on what can be made of it.
     *
     * @param steps of a run
     */
    void checkRun(Sampling sampling, int steps, Beginning beginning) {
        if (beginning.start() == steps) {
            return; // nothing is drawn
        }
        try {
            sampling.create(model.scheduler(), steps, beginning);
        } catch (UndrawableException e) {
            faults.add(Field.SAMPLER, new Rule.Drawable(sampling.sampler().displayName(), e.obstacle()));
        }
    }

    /** One that is wrong goes on as absent: the options take none. */
    private OptionalDouble eta() {
        double eta = faults.share(Field.ETA, said.eta(), 0);
        return said.eta() != null && eta >= 0 && eta <= 1 ? OptionalDouble.of(eta) : OptionalDouble.empty();
    }

    private SolverChoice solver() {
        Long order = said.solver().order();
        long read = faults.whole(Field.SOLVER_ORDER, order, 0, 1, SolverChoice.LARGEST_ORDER);
        return new SolverChoice(
                order != null && read >= 1 && read <= SolverChoice.LARGEST_ORDER
                        ? OptionalInt.of((int) read)
                        : OptionalInt.empty(),
                faults.choice(
                        Field.SOLVER_TYPE,
                        said.solver().type(),
                        SolverType::find,
                        SolverType.values(),
                        SolverType::id));
    }

    private Optional<SamplerFactory> sampler(@Nullable String name, Optional<TimestepSpacing> spacing) {
        String wanted = name == null ? model.defaultSampler() : name;
        Optional<SamplerFactory> sampler = Samplers.find(wanted);
        Optional<SamplerFactory> fitting =
                sampler.filter(found -> found.schedule() == found.usual() || found.takesSchedules(spacing));
        if (fitting.isEmpty() && sampler.filter(SamplerFactory::scheduled).isPresent()) {
            SamplerFactory other = sampler.get();
            faults.add(
                    Field.SCHEDULE_TYPE,
                    new Rule.ScheduleOf(other.infotextName(), other.usual(), Optional.empty(), other.schedule()));
        } else if (fitting.isEmpty()) {
            List<String> names =
                    Samplers.all().stream().map(SamplerFactory::displayName).toList();
            faults.add(Field.SAMPLER, new Rule.OneOf(names, wanted));
        }
        return fitting;
    }

    /**
     * @param named whether the request names the sampler: a schedule in that name must not be another than the field's
     */
    private SamplerFactory scheduled(
            SamplerFactory sampler, SigmaSchedule schedule, boolean named, Optional<TimestepSpacing> spacing) {
        SigmaSchedule only = sampler.schedule();
        if (schedule != only && !sampler.takesSchedules(spacing)) {
            faults.add(
                    Field.SCHEDULE_TYPE, new Rule.ScheduleOf(sampler.infotextName(), only, Optional.empty(), schedule));
            return sampler;
        }
        if (schedule != only && named && only != sampler.usual()) {
            faults.add(
                    Field.SCHEDULE_TYPE,
                    new Rule.ScheduleOf(sampler.displayName(), only, Optional.of(sampler.infotextName()), schedule));
            return sampler;
        }
        return sampler.with(schedule);
    }

    private void checkUse(SamplerFactory sampler) {
        String name = sampler.displayName();
        if (said.eta() != null && !sampler.takesEta()) {
            faults.add(Field.ETA, new Rule.UsedBy(those(SamplerFactory::takesEta), name));
        }
        if (said.finalSigma() != null && !sampler.takesFinalSigma()) {
            faults.add(Field.FINAL_SIGMA, new Rule.UsedBy(those(SamplerFactory::takesFinalSigma), name));
        }
        if (said.stepNoise() != null && !sampler.takesStepNoise()) {
            faults.add(Field.STEP_NOISE, new Rule.UsedBy(those(SamplerFactory::takesStepNoise), name));
        }
        if (said.solver().order() != null && !sampler.takesSolver()) {
            faults.add(Field.SOLVER_ORDER, new Rule.UsedBy(those(SamplerFactory::takesSolver), name));
        }
        if (said.solver().type() != null && !sampler.takesSolver()) {
            faults.add(Field.SOLVER_TYPE, new Rule.UsedBy(those(SamplerFactory::takesSolver), name));
        }
        boolean takesIt = TimestepSpacing.ORIGINAL.id().equals(said.timestepSpacing())
                ? sampler.takesOriginalSpacing()
                : sampler.takesSpacing(model.scheduler());
        if (said.timestepSpacing() != null && !takesIt) {
            Optional<Rule.Said> unless = sampler.scheduled()
                    ? Optional.of(new Rule.Said(Field.SCHEDULE_TYPE, SigmaSchedule.UNIFORM))
                    : Optional.empty();
            faults.add(Field.TIMESTEP_SPACING, new Rule.OwnTimesteps(name, unless));
        }
    }

    private static List<String> those(Predicate<SamplerFactory> takes) {
        return Samplers.all().stream()
                .filter(takes)
                .map(SamplerFactory::infotextName)
                .distinct()
                .toList();
    }
}
