package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.plan.Finding;
import dev.diffract.builder.planning.plan.Goal;
import dev.diffract.builder.planning.plan.GpuSpec;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Chooses what the goals of a plan leave open. */
public final class Chooser {

    /** The most clients that MPS takes on a card. */
    private static final int MOST_CLIENTS = 48;

    private final Function<ModelSpec, ModelSize> sizes;
    private final Measurements measurements;

    /** @param sizes says how large a model of the plan is */
    public Chooser(Function<ModelSpec, ModelSize> sizes, Measurements measurements) {
        this.sizes = sizes;
        this.measurements = measurements;
    }

    /**
     * One choice for every entry that has a goal, in the file's order.
     *
     * @throws PlanException if the plan has no goal, a card with a goal is to be detected, or a goal cannot be met
     */
    public List<Choice> choose(Plan plan) {
        List<Choice> choices = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (GpuSpec gpu : plan.gpus()) {
            gpu.goal().ifPresent(goal -> choose(plan, gpu, goal, findings).ifPresent(choices::add));
        }
        if (findings.isEmpty() && choices.isEmpty()) {
            findings.add(new Finding(0, 0, "has no goal to choose for: every entry of 'gpus' says its slices already"));
        }
        if (!findings.isEmpty()) {
            throw new PlanException(plan.file(), findings);
        }
        return choices;
    }

    private Optional<Choice> choose(Plan plan, GpuSpec gpu, Goal goal, List<Finding> findings) {
        if (gpu.model().isEmpty()) {
            findings.add(finding(
                    gpu,
                    "the card of '" + gpu.name()
                            + "' is to be detected, and a choice needs to know it: expected its model's"
                            + " name in place of detect ('diffract plan show' on its machine says it)"));
            return Optional.empty();
        }
        GpuModel card = gpu.model().get();
        ModelSpec model = plan.models().get(goal.model());
        SliceEstimator estimator = new SliceEstimator(sizes.apply(model), model, goal);
        return card.mig() ? cut(gpu, card, goal, estimator, findings) : share(gpu, card, goal, estimator, findings);
    }

    private Optional<Choice> cut(
            GpuSpec gpu, GpuModel card, Goal goal, SliceEstimator estimator, List<Finding> findings) {
        SliceChooser slices = new SliceChooser(card);
        List<Assessment> assessments = slices.assess(estimator, goal, measurements);
        Optional<Choice.Cut> choice = slices.choose(gpu, assessments);
        if (choice.isEmpty()) {
            Assessment best = assessments.stream()
                    .filter(assessment -> assessment.figures().fits())
                    .min(Comparator.comparingDouble(
                            assessment -> assessment.figures().pictureMillis()))
                    .orElse(assessments.get(assessments.size() - 1));
            findings.add(finding(
                    gpu,
                    "no slice of the " + card + " meets the goal of '" + gpu.name() + "': even " + best.profile() + " "
                            + best.refusal().orElseThrow() + ": expected " + expected(best.figures())));
        }
        return choice.map(Choice.class::cast);
    }

    private static Optional<Choice> share(
            GpuSpec gpu, GpuModel card, Goal goal, SliceEstimator estimator, List<Finding> findings) {
        // The catalogue has the board's memory; the driver keeps some of it.
        long memory = ((long) card.memoryMib() << 20) / 100 * 97;
        SliceFigures alone = estimator
                .figures(memory, card.sms(), card.computeCapability(), Optional.empty())
                .orIfFused();
        Optional<String> refusal = Refusals.of(alone, goal.latency());
        if (refusal.isPresent()) {
            findings.add(finding(
                    gpu,
                    "the " + card + " does not meet the goal of '" + gpu.name()
                            + "': even a server that has it for itself " + refusal.get() + ": expected "
                            + expected(alone)));
            return Optional.empty();
        }
        if (alone.hoped()) {
            return Optional.of(new Choice.Shared(gpu, 1, alone));
        }
        int servers = 1;
        while (servers < MOST_CLIENTS
                && (servers + 1) * alone.pictureMillis() <= Refusals.millis(goal.latency())
                && estimator
                        .figures(memory / (servers + 1), card.sms(), card.computeCapability(), Optional.empty())
                        .fits()) {
            servers++;
        }
        return Optional.of(new Choice.Shared(
                gpu,
                servers,
                estimator.figures(memory / servers, card.sms(), card.computeCapability(), Optional.empty())));
    }

    private static String expected(SliceFigures figures) {
        return figures.fits()
                ? "a latency of at least " + Refusals.time(figures.pictureMillis())
                        + ", fewer steps, or smaller pictures"
                : "smaller resolutions, fewer of them, or a smaller max-batch";
    }

    private static Finding finding(GpuSpec gpu, String sentence) {
        return new Finding(gpu.location().line(), gpu.location().column(), sentence);
    }
}
