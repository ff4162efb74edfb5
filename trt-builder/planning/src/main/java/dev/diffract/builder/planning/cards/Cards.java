package dev.diffract.builder.planning.cards;

import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.plan.GpuReport;
import dev.diffract.builder.planning.plan.GpuSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanCheck;
import dev.diffract.builder.planning.plan.PlannedSlice;
import java.util.ArrayList;
import java.util.List;

/** Counts the cards and slices of a plan, in the file's order. Whatever else is made of a plan numbers them the same way. */
public final class Cards {

    private Cards() {}

    /**
     * @param plan no card of which is left to be detected
     * @throws PlanningException if an entry has a goal, or a card that is to be detected
     * @throws dev.diffract.builder.planning.plan.PlanException if slices do not fit
     */
    public static List<Card> of(Plan plan) {
        Plan cut = cut(plan);
        for (GpuSpec gpu : cut.gpus()) {
            requireSlices(plan, gpu);
        }
        List<Card> cards = new ArrayList<>();
        int slices = 0;
        for (GpuReport report : PlanCheck.require(cut).gpus()) {
            GpuSpec gpu = report.gpu();
            for (int copy = 0; copy < gpu.count(); copy++) {
                List<CardSlice> own = new ArrayList<>();
                for (PlannedSlice slice : report.slices()) {
                    own.add(new CardSlice(slices++, slice.spec(), slice.placement()));
                }
                cards.add(new Card(cards.size(), gpu, copy, gpu.model().orElseThrow(), own));
            }
        }
        return cards;
    }

    /**
     * The plan without the cards that have no MIG: those are shared as a whole, and there is nothing to cut.
     *
     * @throws PlanningException if no card is left
     */
    public static Plan cut(Plan plan) {
        List<GpuSpec> cards = plan.gpus().stream()
                .filter(gpu ->
                        gpu.goal().isEmpty() || gpu.model().map(GpuModel::mig).orElse(true))
                .toList();
        if (cards.isEmpty()) {
            throw new PlanningException(
                    plan.file() + " has no card with MIG: its cards are shared as a whole, and there are no slices");
        }
        return plan.with(cards);
    }

    private static void requireSlices(Plan plan, GpuSpec gpu) {
        if (gpu.goal().isPresent()) {
            throw new PlanningException(
                    at(plan, gpu) + "'" + gpu.name()
                            + "' has a goal and no slices yet: 'diffract plan choose' chooses them, and with --write puts them into a plan file");
        }
        if (gpu.model().isEmpty()) {
            throw new PlanningException(
                    at(plan, gpu) + "the card of '" + gpu.name()
                            + "' is to be detected: 'diffract plan show' on its machine says what it is; write that in place of detect");
        }
    }

    private static String at(Plan plan, GpuSpec gpu) {
        return plan.file() + ":" + gpu.location().line() + ":" + gpu.location().column() + ": ";
    }
}
