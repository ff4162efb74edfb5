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
            PlanNode planned = models.at(name).at("resolutions");
            if (!planned.present()) {
                return; // said already
            }
            for (PlanNode size : goal.at("resolutions").items()) {
                size.text()
                        .filter(wanted -> !isPlanned(planned, wanted))
                        .ifPresent(wanted -> findings.add(Finding.at(
                                size.location(),
                                "the model '" + name + "' is not planned for " + wanted
                                        + ": expected one of its resolutions, " + text(planned))));
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

    /** Whether a size is a model's, also of a model some of whose sizes are none. */
    private static boolean isPlanned(PlanNode planned, String wanted) {
        return isRange(planned)
                ? ResolutionRange.of(planned).contains(Resolution.parse(wanted))
                : said(planned).contains(wanted);
    }

    private static String text(PlanNode planned) {
        return isRange(planned) ? ResolutionRange.of(planned).toString() : String.join(", ", said(planned));
    }

    private static List<String> said(PlanNode planned) {
        return planned.items().stream().flatMap(size -> size.text().stream()).toList();
    }

    private static boolean isRange(PlanNode planned) {
        return planned.at("from").present() && planned.at("to").present();
    }
}
