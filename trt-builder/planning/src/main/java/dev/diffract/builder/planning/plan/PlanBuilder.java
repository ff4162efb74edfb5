package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a plan of a tree in which nothing is wrong. */
final class PlanBuilder {

    private static final Pattern TIME = Pattern.compile("([0-9.]+)(ms|s|m)");
    private static final int DEFAULT_STEPS = 20;

    private final MigCatalogue catalogue;
    private final Path file;
    private final PlanNode root;
    private final Map<String, ModelSpec> models = new LinkedHashMap<>();

    private PlanBuilder(MigCatalogue catalogue, Path file, PlanNode root) {
        this.catalogue = catalogue;
        this.file = file;
        this.root = root;
    }

    static Plan build(MigCatalogue catalogue, Path file, PlanNode root) {
        return new PlanBuilder(catalogue, file, root).build();
    }

    private Plan build() {
        root.at("models").members().forEach((name, node) -> models.put(name, model(name, node)));
        List<GpuSpec> gpus = new ArrayList<>();
        for (PlanNode gpu : root.at("gpus").items()) {
            gpus.add(gpu("gpu" + gpus.size(), gpu));
        }
        return new Plan(
                file,
                resolved(root.at("repositories").said()),
                models,
                gpus,
                Ports.of(root.at("ports")),
                root.at("image").text().orElse(Plan.DEFAULT_IMAGE));
    }

    private Path resolved(String path) {
        return file.toAbsolutePath().getParent().resolve(path).normalize();
    }

    private ModelSpec model(String name, PlanNode node) {
        return new ModelSpec(
                name,
                resolved(node.at("source").said()),
                Resolutions.of(node.at("resolutions")),
                node.at("max-batch").number(),
                switch (node.at("safety-checker").said()) {
                    case "true" -> SafetyChecker.REQUIRED;
                    case "false" -> SafetyChecker.LEFT_OUT;
                    default -> SafetyChecker.AUTO;
                },
                node.at("image").text());
    }

    private GpuSpec gpu(String defaultName, PlanNode node) {
        Optional<GpuModel> card = catalogue.find(node.at("model").said());
        return new GpuSpec(
                node.at("name").text().orElse(defaultName),
                card,
                node.at("count").number().orElse(1),
                node.at("slices").items().stream()
                        .map(slice -> slice(card, slice))
                        .toList(),
                node.at("goal").present() ? Optional.of(goal(node.at("goal"))) : Optional.empty(),
                node.at("slices").present() ? node.at("slices").keyLocation() : node.location());
    }

    private static SliceSpec slice(Optional<GpuModel> card, PlanNode node) {
        String profile = node.at("profile").said();
        return new SliceSpec(
                profile,
                card.flatMap(gpu -> gpu.profile(profile)),
                node.at("model").said(),
                node.at("count").number().orElse(1),
                node.at("start").number());
    }

    private Goal goal(PlanNode node) {
        String model = node.at("model").said();
        return new Goal(
                model,
                node.at("resolutions").present()
                        ? Resolutions.sizes(node.at("resolutions"))
                        : models.get(model).resolutions().largest(),
                time(node.at("latency").said()),
                node.at("steps").number().orElse(DEFAULT_STEPS),
                node.at("isolation").said().equals("shared") ? Goal.Isolation.SHARED : Goal.Isolation.HARD);
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " is no time");
        }
        long millis = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            default -> 60_000;
        };
        return Duration.ofNanos(new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(millis * 1_000_000))
                .longValue());
    }
}
