package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.repository.words.Suggestions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The slices of one entry. Whether they fit together is the solver's question, except for starts that the plan itself fixes. */
final class SliceRules {

    private final Set<String> models;
    private final Optional<GpuModel> card;
    private final List<Finding> findings;

    SliceRules(Set<String> models, Optional<GpuModel> card, List<Finding> findings) {
        this.models = models;
        this.card = card;
        this.findings = findings;
    }

    void check(PlanNode gpu) {
        PlanNode slices = gpu.at("slices");
        if (slices.present() && card.isPresent() && !card.get().mig()) {
            findings.add(Finding.at(
                    slices.keyLocation(),
                    "the " + card.get() + " has no MIG and cannot be cut: expected a goal with isolation: shared"));
            return;
        }
        List<Placement> fixed = new ArrayList<>();
        for (PlanNode slice : slices.items()) {
            checkModel(slice.at("model"), models, findings);
            Optional<MigProfile> profile = slice.at("profile").text().flatMap(name -> profile(slice, name));
            OptionalInt start = slice.at("start").number();
            if (start.isPresent()) {
                checkStart(slice, profile, start.getAsInt()).ifPresent(placement -> {
                    checkOverlap(slice, placement, fixed);
                    fixed.add(placement);
                });
            }
        }
    }

    /** A plan whose models are no mapping, or none, has its own finding; that none of them is known goes without saying. */
    static void checkModel(PlanNode model, Set<String> models, List<Finding> findings) {
        Optional<String> unknown = model.text().filter(name -> !models.contains(name));
        if (unknown.isPresent() && !models.isEmpty()) {
            findings.add(Finding.at(
                    model.location(),
                    "the model '" + unknown.get() + "' is not among the plan's models: "
                            + Suggestions.sentence(unknown.get(), models, 2, "expected " + String.join(", ", models))));
        }
    }

    private Optional<MigProfile> profile(PlanNode slice, String name) {
        Optional<MigProfile> profile = card.flatMap(gpu -> gpu.profile(name));
        if (card.isPresent() && profile.isEmpty()) {
            findings.add(Finding.at(
                    slice.at("profile").location(),
                    "the " + card.get() + " has no profile '" + name + "': nearest is " + nearest(card.get(), name)
                            + "; it has "
                            + card.get().profiles().stream()
                                    .map(MigProfile::name)
                                    .collect(Collectors.joining(", "))));
        }
        return profile;
    }

    /** The profile with the same suffix, then the nearest number of compute slices, then the nearest size. */
    private static MigProfile nearest(GpuModel gpu, String name) {
        ProfileName wanted = ProfileName.parse(name);
        return gpu.profiles().stream()
                .min(Comparator.comparing((MigProfile profile) ->
                                !ProfileName.parse(profile.name()).suffix().equals(wanted.suffix()))
                        .thenComparing(profile -> Math.abs(profile.computeSlices() - wanted.slices()))
                        .thenComparing(profile ->
                                Math.abs(ProfileName.parse(profile.name()).gigabytes() - wanted.gigabytes())))
                .orElseThrow();
    }

    private Optional<Placement> checkStart(PlanNode slice, Optional<MigProfile> profile, int start) {
        if (slice.at("count").number().orElse(1) > 1) {
            findings.add(Finding.at(
                    slice.at("start").location(),
                    "a start is given for " + slice.at("count").said()
                            + " slices: expected one entry per start, each without a count"));
            return Optional.empty();
        }
        if (profile.isPresent() && !profile.get().starts().contains(start)) {
            String starts = profile.get().starts().stream().map(String::valueOf).collect(Collectors.joining(", "));
            findings.add(Finding.at(
                    slice.at("start").location(),
                    profile.get() + " cannot start at unit " + start + " of the " + card.orElseThrow()
                            + ": expected one of " + starts));
            return Optional.empty();
        }
        return profile.map(found -> new Placement(found, start));
    }

    private void checkOverlap(PlanNode slice, Placement placement, List<Placement> fixed) {
        fixed.stream()
                .filter(placement::overlaps)
                .findFirst()
                .ifPresent(other -> findings.add(Finding.at(
                        slice.at("start").location(),
                        placement + " overlaps " + other + " (units " + units(placement) + " and " + units(other)
                                + "): expected starts that keep them apart, or none")));
    }

    private static String units(Placement placement) {
        return placement.end() - placement.start() == 1
                ? String.valueOf(placement.start())
                : placement.start() + "-" + (placement.end() - 1);
    }
}
