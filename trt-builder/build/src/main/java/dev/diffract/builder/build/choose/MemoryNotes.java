package dev.diffract.builder.build.choose;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.plan.Goal;
import dev.diffract.builder.planning.plan.GpuSpec;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.SliceSpec;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether the models of a plan fit the memory of the slices that serve them: a note for each pair that does not. Estimates are no reason to refuse
 * a plan, because only a build knows; but a plan that leaves them out is not said to be checked.
 *
 * @param findings models that do not fit, in a sentence each
 * @param unchecked what was not compared, and why, in a sentence each
 */
public record MemoryNotes(List<String> findings, List<String> unchecked) {

    /** Time does not matter here. */
    private static final Duration FOREVER = Duration.ofDays(1);

    private static final int STEPS = 1;

    public MemoryNotes {
        findings = List.copyOf(findings);
        unchecked = List.copyOf(unchecked);
    }

    /**
     * @param measurements of builds in such slices
     * @param assume take models whose folder is not here for as large as Stable Diffusion 1.5
     */
    public static MemoryNotes of(Plan plan, Measurements measurements, boolean assume) {
        Set<String> findings = new LinkedHashSet<>();
        Set<String> unchecked = new LinkedHashSet<>();
        TreeMap<String, Optional<ModelSize>> sizes = new TreeMap<>();
        for (GpuSpec gpu : plan.gpus()) {
            if (gpu.model().isEmpty()) {
                unchecked.add("the slices of '" + gpu.name()
                        + "' and whether models fit their memory, because its card is to be detected: 'diffract plan show' on"
                        + " its machine compares the slices, and 'plan build' decides on memory");
                continue;
            }
            gpu.goal()
                    .ifPresent(goal -> unchecked.add("the slices of '" + gpu.name() + "' and whether '" + goal.model()
                            + "' fits their memory, because 'plan choose' works them out for its goal"
                            + (assume
                                    ? " (--assume-sd15 is for slices that a plan lists, and changes nothing here)"
                                    : "")));
            for (SliceSpec slice : gpu.slices()) {
                ModelSpec model = plan.models().get(slice.model());
                sizes.computeIfAbsent(slice.model(), name -> size(model, assume, unchecked))
                        .flatMap(size -> finding(gpu.model().get(), slice, model, size, measurements))
                        .ifPresent(findings::add);
            }
        }
        return new MemoryNotes(new ArrayList<>(findings), new ArrayList<>(unchecked));
    }

    private static Optional<ModelSize> size(ModelSpec model, boolean assume, Set<String> unchecked) {
        try {
            if (Files.exists(model.source())) {
                return Optional.of(ModelSize.of(model));
            }
        } catch (BuildException e) {
            unchecked.add("whether '" + model.name()
                    + "' fits the memory of its slices, because its folder holds no model that can be"
                    + " weighed: 'plan choose' and 'build' say why");
            return Optional.empty();
        }
        if (assume) {
            return Optional.of(ModelSize.stableDiffusion15(model.safetyChecker()));
        }
        unchecked.add("whether '" + model.name()
                + "' fits the memory of its slices, because its folder is not on this machine:"
                + " --assume-sd15 takes it for as large as Stable Diffusion 1.5");
        return Optional.empty();
    }

    private static Optional<String> finding(
            GpuModel card, SliceSpec slice, ModelSpec model, ModelSize size, Measurements measurements) {
        MigProfile profile = slice.profile().orElseThrow();
        Goal goal = new Goal(model.name(), model.resolutions().largest(), FOREVER, STEPS, Goal.Isolation.HARD);
        SliceFigures figures = new SliceEstimator(size, model, goal)
                .figures(
                        (long) profile.usableMib() << 20,
                        profile.sms(),
                        card.computeCapability(),
                        measurements.of(model.name(), card.name(), profile.name()));
        return figures.fits()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "'%s' %s %s of %s: it %s%s",
                        model.name(),
                        figures.mayFit() ? "may not fit" : "does not fit",
                        profile,
                        card.withArticle(),
                        Refusals.memory(figures),
                        figures.mayFit() || figures.memory().measured() ? "" : "; 'plan build' decides"));
    }
}
