package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a plan's sampling of what a request says about it. */
final class SamplingResolver {

    private final ModelDefinition model;
    private final SamplingOptions said;
    private final List<Fault> faults;

    /**
     * @param faults gets what is wrong
     */
    SamplingResolver(ModelDefinition model, SamplingOptions said, List<Fault> faults) {
        this.model = model;
        this.said = said;
        this.faults = faults;
    }

    /**
     * @param name of the sampler; {@code null} for the model's
     * @return nothing if there is no such sampler
     */
    Optional<Sampling> resolve(String name) {
        SamplerOptions options = new SamplerOptions(
                eta(),
                Checks.choice(
                        "/timestep_spacing",
                        said.timestepSpacing(),
                        TimestepSpacing::find,
                        joined(Arrays.stream(TimestepSpacing.values()).map(TimestepSpacing::id)),
                        faults),
                Checks.choice(
                        "/final_sigma",
                        said.finalSigma(),
                        FinalSigma::find,
                        joined(Arrays.stream(FinalSigma.values()).map(FinalSigma::id)),
                        faults),
                Optional.ofNullable(said.rescaleZeroSnr()));
        Optional<SigmaSchedule> schedule = Checks.choice(
                "/schedule_type",
                said.scheduleType(),
                SigmaSchedule::find,
                joined(Arrays.stream(SigmaSchedule.values()).map(SigmaSchedule::id)),
                faults);
        Optional<SamplerFactory> sampler = sampler(name)
                .map(found -> schedule.map(other -> scheduled(found, other, name != null))
                        .orElse(found));
        sampler.ifPresent(this::checkUse);
        return sampler.map(found -> Sampling.of(found, options));
    }

    private OptionalDouble eta() {
        int before = faults.size();
        double eta = Checks.share("/eta", said.eta(), 0, faults);
        return said.eta() == null || faults.size() > before ? OptionalDouble.empty() : OptionalDouble.of(eta);
    }

    private Optional<SamplerFactory> sampler(String name) {
        Optional<SamplerFactory> sampler = Samplers.find(name == null ? model.defaultSampler() : name);
        if (sampler.isEmpty()) {
            faults.add(new Fault(
                    "/sampler",
                    "must be one of "
                            + joined(Samplers.all().stream().map(SamplerFactory::displayName)) + ", was "
                            + Shown.quoted(name)));
        }
        return sampler;
    }

    /**
     * @param named whether the request names the sampler: a schedule in that name must not be another than the field's
     */
    private SamplerFactory scheduled(SamplerFactory sampler, SigmaSchedule schedule, boolean named) {
        String was = ", was " + schedule.id();
        if (schedule != sampler.schedule() && !sampler.scheduled()) {
            faults.add(new Fault(
                    "/schedule_type",
                    "must be " + sampler.schedule().id() + " with " + sampler.infotextName()
                            + ", which works at whole timesteps" + was));
            return sampler;
        }
        if (schedule != sampler.schedule() && named && sampler.schedule() != sampler.usual()) {
            faults.add(new Fault(
                    "/schedule_type",
                    "must be " + sampler.schedule().id() + " with " + sampler.displayName() + ", and any with "
                            + sampler.infotextName() + was));
            return sampler;
        }
        return sampler.with(schedule);
    }

    private void checkUse(SamplerFactory sampler) {
        String name = sampler.displayName();
        if (said.eta() != null && !sampler.takesEta()) {
            faults.add(new Fault(
                    "/eta", "has no meaning with the sampler " + name + "; " + takers(SamplerFactory::takesEta)));
        }
        if (said.finalSigma() != null && !sampler.takesFinalSigma()) {
            faults.add(new Fault(
                    "/final_sigma",
                    "has no meaning with the sampler " + name + "; " + takers(SamplerFactory::takesFinalSigma)));
        }
        if (said.timestepSpacing() != null && !sampler.takesSpacing(model.scheduler())) {
            String why = sampler.scheduled()
                    ? ", whose sigmas do not come from timesteps; it has with schedule_type uniform"
                    : ", whose timesteps are those it was distilled with";
            faults.add(new Fault("/timestep_spacing", "has no meaning with the sampler " + name + why));
        }
    }

    private static String takers(Predicate<SamplerFactory> takes) {
        return "it has with "
                + joined(Samplers.all().stream()
                        .filter(takes)
                        .map(SamplerFactory::infotextName)
                        .distinct());
    }

    private static String joined(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }
}
