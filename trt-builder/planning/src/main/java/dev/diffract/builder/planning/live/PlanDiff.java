package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.Cards;
import dev.diffract.builder.planning.cards.Machine;
import dev.diffract.builder.planning.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to change on a machine so that its GPUs are cut as planned.
 *
 * @param cards one per card of the plan, in its order
 * @param others GPUs that the plan does not cut; they are left alone
 */
public record PlanDiff(List<CardDiff> cards, List<GpuState> others) {

    public PlanDiff {
        cards = List.copyOf(cards);
        others = List.copyOf(others);
    }

    /**
     * @throws dev.diffract.builder.planning.PlanningException if the machine lacks a GPU, or the plan leaves slices open
     * @throws dev.diffract.builder.planning.plan.PlanException if slices do not fit
     */
    public static PlanDiff of(Plan plan, List<GpuState> gpus) {
        Machine machine = Machine.of(Cards.cut(plan), gpus);
        List<Card> cards = Cards.of(machine.detected());
        List<CardDiff> diffs = new ArrayList<>();
        for (int i = 0; i < cards.size(); i++) {
            diffs.add(CardDiff.of(cards.get(i), machine.gpus().get(i)));
        }
        return new PlanDiff(diffs, machine.others());
    }
}
