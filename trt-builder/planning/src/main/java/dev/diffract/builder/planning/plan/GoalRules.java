package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.GpuModel;
import java.util.List;
import java.util.Optional;

/** The goal of one entry. */
final class GoalRules {

    private final PlanNode models;
    private final Optional<GpuModel> card;
    private final List<Finding> findings;

    GoalRules(PlanNode models, Optional<GpuModel> card, List<Finding> findings) {
        this.models = models;
        this.card = card;
        this.findings = findings;
    }

    void check(PlanNode goal) {
        SliceRules.checkModel(goal.at("model"), models.members().keySet(), findings);
        goal.at("model").text().filter(models.members()::containsKey).ifPresent(name -> {
            List<String> served = models.at(name).at("resolutions").items().stream()
                    .flatMap(size -> size.text().stream())
                    .toList();
            for (PlanNode size : goal.at("resolutions").items()) {
                size.text()
                        .filter(wanted -> !served.contains(wanted))
                        .ifPresent(wanted -> findings.add(Finding.at(
                                size.location(),
                                "the model '" + name + "' is not planned for " + wanted
                                        + ": expected one of its resolutions, " + String.join(", ", served))));
            }
        });
        boolean hard = goal.present() && !goal.at("isolation").said().equals("shared");
        if (hard && card.isPresent() && !card.get().mig()) {
            PlanNode isolation = goal.at("isolation");
            findings.add(Finding.at(
                    isolation.present() ? isolation.location() : goal.keyLocation(),
                    "the " + card.get()
                            + " has no MIG, so its slices cannot be isolated hard: expected isolation: shared"));
        }
    }
}
