package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.mig.LayoutSolver;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.mig.Verdict;
import dev.diffract.builder.planning.mig.Wish;
import dev.diffract.builder.planning.plan.Goal;
import dev.diffract.builder.planning.plan.GpuSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Cuts a card for a goal.
 *
 * <p>A profile is accepted if the model fits into its memory, with attention fused if need be, and a picture is drawn within the latency. Those that
 * need fused attention to fit are taken where no surer one is accepted. Of all layouts of accepted
 * profiles those count that draw the most pictures per hour, and those that draw up to 2 % less, since no figure is finer than that. Of
 * them the one with the most slices is taken: a lost slice then costs least, and most people are kept apart. Of several with as many, the one
 * that draws most, and the solver's order decides the rest. Profiles with a suffix are left out: it stands for media or graphics engines, which nothing
 * here uses.
 */
final class SliceChooser {

    private static final double FINENESS = 0.98;

    private final GpuModel card;
    private final LayoutSolver solver;

    SliceChooser(GpuModel card) {
        this.card = card;
        this.solver = new LayoutSolver(card);
    }

    /** What every plain profile would do, smallest first. */
    List<Assessment> assess(SliceEstimator estimator, Goal goal, Measurements measurements) {
        return card.profiles().stream()
                .filter(MigProfile::plain)
                .sorted(Comparator.comparingInt(MigProfile::memoryUnits).thenComparingInt(MigProfile::sms))
                .map(profile -> {
                    SliceFigures figures = estimator
                            .figures(
                                    (long) profile.usableMib() << 20,
                                    profile.sms(),
                                    card.computeCapability(),
                                    measurements.of(goal.model(), card.name(), profile.name()))
                            .orIfFused();
                    return new Assessment(profile, figures, Refusals.of(figures, goal.latency()));
                })
                .toList();
    }

    /** The best layout of accepted profiles; empty if none is accepted. */
    Optional<Choice.Cut> choose(GpuSpec gpu, List<Assessment> assessments) {
        return choose(gpu, assessments, assessment -> !assessment.figures().hoped())
                .or(() -> choose(gpu, assessments, assessment -> true));
    }

    private Optional<Choice.Cut> choose(GpuSpec gpu, List<Assessment> assessments, Predicate<Assessment> wanted) {
        Map<MigProfile, Double> rates = assessments.stream()
                .filter(Assessment::accepted)
                .filter(wanted)
                .collect(Collectors.toMap(
                        Assessment::profile, assessment -> assessment.figures().picturesPerHour()));
        ToDoubleFunction<Layout> rate = layout -> layout.placements().stream()
                .mapToDouble(placement -> rates.get(placement.profile()))
                .sum();
        Set<MigProfile> accepted = new HashSet<>(rates.keySet());
        List<Layout> candidates = solver.layouts().stream()
                .filter(layout ->
                        layout.placements().stream().map(Placement::profile).allMatch(accepted::contains))
                .toList();
        double best = candidates.stream().mapToDouble(rate).max().orElse(0);
        return candidates.stream()
                .filter(layout -> rate.applyAsDouble(layout) >= FINENESS * best)
                .max(Comparator.comparingInt(
                                (Layout layout) -> layout.placements().size())
                        .thenComparingDouble(rate))
                .map(layout -> new Choice.Cut(gpu, placed(layout), assessments));
    }

    /** The same slices where the solver puts them. */
    private Layout placed(Layout layout) {
        List<Wish> wishes = layout.placements().stream()
                .map(placement -> new Wish(placement.profile(), OptionalInt.empty()))
                .toList();
        if (solver.solve(wishes) instanceof Verdict.Legal legal) {
            return legal.layout();
        }
        throw new IllegalStateException("a legal layout became impossible: " + layout);
    }
}
