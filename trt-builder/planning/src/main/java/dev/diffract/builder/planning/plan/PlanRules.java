package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.repository.words.Suggestions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a schema cannot say: names that must be known, sizes that must be divisible, entries that contradict each other. */
final class PlanRules {

    static final String DETECT = "detect";

    private final MigCatalogue catalogue;
    private final PlanNode root;
    private final List<Finding> findings;

    private PlanRules(MigCatalogue catalogue, PlanNode root, List<Finding> findings) {
        this.catalogue = catalogue;
        this.root = root;
        this.findings = findings;
    }

    /** @param findings takes what is wrong */
    static void check(MigCatalogue catalogue, PlanNode root, List<Finding> findings) {
        PlanRules rules = new PlanRules(catalogue, root, findings);
        rules.checkResolutions();
        rules.checkGpuNames();
        rules.checkGpus();
        rules.checkPorts();
    }

    private void checkResolutions() {
        ResolutionRules sizes = new ResolutionRules(findings);
        root.at("models").members().values().forEach(model -> sizes.check(model.at("resolutions")));
        root.at("gpus").items().forEach(gpu -> sizes.check(gpu.at("goal").at("resolutions")));
    }

    private void checkGpuNames() {
        Map<String, Location> names = new HashMap<>();
        List<PlanNode> gpus = root.at("gpus").items();
        for (int i = 0; i < gpus.size(); i++) {
            PlanNode name = gpus.get(i).at("name");
            String called = name.text().orElse("gpu" + i);
            Location here = name.present() ? name.location() : gpus.get(i).location();
            Location before = names.putIfAbsent(called, here);
            if (before != null) {
                add(
                        here,
                        "the entry in line " + before.line() + " is called '" + called
                                + "' too: expected a name of its own for each");
            }
        }
    }

    private void checkGpus() {
        Set<String> models = root.at("models").members().keySet();
        for (PlanNode gpu : root.at("gpus").items()) {
            Optional<GpuModel> card = gpu.at("model").text().flatMap(name -> card(gpu.at("model"), name));
            SliceRules slices = new SliceRules(models, card, findings);
            slices.check(gpu);
            new GoalRules(root.at("models"), card, findings).check(gpu.at("goal"));
        }
    }

    private Optional<GpuModel> card(PlanNode model, String name) {
        Optional<GpuModel> card = catalogue.find(name);
        if (card.isEmpty() && !name.equals(DETECT)) {
            add(model.location(), "the GPU '" + name + "' " + wrong(name));
        }
        return card;
    }

    private String wrong(String name) {
        List<GpuModel> shared = catalogue.findAll(name);
        if (!shared.isEmpty()) {
            return "may be any of several cards: expected "
                    + shared.stream().map(GpuModel::name).collect(Collectors.joining(" or "));
        }
        return catalogue
                .refusal(name)
                .map(reason -> "cannot be planned for: " + reason)
                .orElseGet(() -> "is not in the catalogue: "
                        + Suggestions.sentence(
                                name,
                                names(model -> true),
                                4,
                                "expected " + DETECT + " or one of " + String.join(", ", names(GpuModel::mig))
                                        + ", or a card without MIG (docs/plan.md lists them)"));
    }

    private List<String> names(Predicate<GpuModel> which) {
        return catalogue.all().stream().filter(which).map(GpuModel::name).toList();
    }

    private void checkPorts() {
        int slices = 0;
        for (PlanNode gpu : root.at("gpus").items()) {
            int each = gpu.at("slices").items().stream()
                    .mapToInt(slice -> slice.at("count").number().orElse(1))
                    .sum();
            slices += gpu.at("count").number().orElse(1) * each;
        }
        PlanNode base = root.at("ports").at("base");
        Ports ports = Ports.of(root.at("ports"));
        int most = (Ports.LAST + 1) / Ports.PER_SLICE;
        if (slices > most) {
            add(
                    base.present() ? base.location() : root.at("gpus").keyLocation(),
                    slices + " slices need " + Ports.PER_SLICE + " ports each, and a host has " + Ports.LAST
                            + ": expected at most " + most + " slices in a plan, so a plan for each host");
            return;
        }
        if (slices > 0 && ports.metrics(slices - 1) > Ports.LAST) {
            add(
                    base.present() ? base.location() : root.at("gpus").keyLocation(),
                    slices + " slices need ports up to " + ports.metrics(slices - 1) + ", and the last one is "
                            + Ports.LAST + ": expected at most " + (Ports.LAST + 1 - slices * Ports.PER_SLICE));
            return;
        }
        checkBeside(ports, slices, "frontend", ports.frontend(), "the frontend's", ports.management());
        checkBeside(
                ports,
                slices,
                "management",
                ports.management(),
                "the frontend's health and metrics'",
                ports.frontend());
        if (ports.frontend() == ports.management()) {
            PlanNode management = root.at("ports").at("management");
            add(
                    (management.present() ? management : root.at("ports").at("frontend")).location(),
                    "port " + ports.frontend() + " would be the frontend's twice, to draw and for health and metrics:"
                            + " expected another ports.management, such as " + ports.beside(slices, ports.frontend()));
        }
    }

    /** A port of the frontend's is none of a slice's. */
    private void checkBeside(Ports ports, int slices, String key, int port, String whose, int other) {
        PlanNode node = root.at("ports").at(key);
        PlanNode base = root.at("ports").at("base");
        ports.sliceOn(port, slices)
                .ifPresent(slice -> add(
                        node.present()
                                ? node.location()
                                : base.present()
                                        ? base.location()
                                        : root.at("gpus").keyLocation(),
                        "port " + port + " would be " + whose + " and slice-" + slice + "'s, because " + slices
                                + " slices take the ports " + ports.base() + " to " + ports.metrics(slices - 1)
                                + ": expected another ports." + key + ", such as " + ports.beside(slices, other)));
    }

    private void add(Location location, String sentence) {
        findings.add(Finding.at(location, sentence));
    }
}
