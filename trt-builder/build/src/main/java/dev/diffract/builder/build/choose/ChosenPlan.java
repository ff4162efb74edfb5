package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.plan.Goal;
import dev.diffract.builder.planning.plan.GpuSpec;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.ResolutionRange;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.builder.planning.plan.SliceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A plan with the chosen slices in place of goals, as a plan file. Comments of the file it was read from are not in it. */
public final class ChosenPlan {

    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .build();

    private final Plan plan;
    private final Map<GpuSpec, Choice> choices = new LinkedHashMap<>();
    private final Path folder;

    /** @param folder where the file will lie: paths are written relative to it where that is shorter to read */
    public ChosenPlan(Plan plan, List<Choice> choices, Path folder) {
        this.plan = plan;
        choices.forEach(choice -> this.choices.put(choice.gpu(), choice));
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The file's text. */
    public String text() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 1);
        root.put("repositories", path(plan.repositories()));
        Map<String, Object> models = new LinkedHashMap<>();
        plan.models().forEach((name, model) -> models.put(name, model(model)));
        root.put("models", models);
        root.put("gpus", plan.gpus().stream().map(this::gpu).toList());
        root.put("ports", ports());
        root.put("image", plan.image());
        return new Dump(SETTINGS).dumpToString(root);
    }

    private Map<String, Object> ports() {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("base", plan.ports().base());
        node.put("frontend", plan.ports().frontend());
        node.put("management", plan.ports().management());
        return node;
    }

    private Map<String, Object> model(ModelSpec model) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("source", path(model.source()));
        node.put("resolutions", resolutions(model.resolutions()));
        node.put("max-batch", model.maxBatch().isPresent() ? model.maxBatch().getAsInt() : "auto");
        node.put(
                "safety-checker",
                model.safetyChecker() == SafetyChecker.AUTO
                        ? "auto"
                        : (Object) (model.safetyChecker() == SafetyChecker.REQUIRED));
        model.image().ifPresent(image -> node.put("image", image));
        return node;
    }

    private Map<String, Object> gpu(GpuSpec gpu) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("name", gpu.name());
        node.put("model", gpu.model().map(card -> card.name()).orElse("detect"));
        node.put("count", gpu.count());
        if (choices.get(gpu) instanceof Choice.Cut cut) {
            node.put("slices", slices(cut));
        } else if (gpu.goal().isPresent()) {
            node.put("goal", goal(gpu.goal().get()));
        } else {
            node.put("slices", gpu.slices().stream().map(ChosenPlan::slice).toList());
        }
        return node;
    }

    /** A row per profile, larger slices first. Starts are left to whoever reads the plan, as in one that a person wrote. */
    private static List<Map<String, Object>> slices(Choice.Cut cut) {
        Map<MigProfile, Integer> counts = new LinkedHashMap<>();
        cut.layout().placements().stream()
                .map(Placement::profile)
                .sorted((left, right) -> Integer.compare(right.sms(), left.sms()))
                .forEach(profile -> counts.merge(profile, 1, Integer::sum));
        String model = cut.gpu().goal().orElseThrow().model();
        List<Map<String, Object>> rows = new ArrayList<>();
        counts.forEach((profile, count) -> rows.add(row(profile.name(), model, count)));
        return rows;
    }

    private static Map<String, Object> slice(SliceSpec slice) {
        Map<String, Object> node = row(slice.profileName(), slice.model(), slice.count());
        slice.start().ifPresent(start -> node.put("start", start));
        return node;
    }

    private static Map<String, Object> row(String profile, String model, int count) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("profile", profile);
        node.put("model", model);
        if (count > 1) {
            node.put("count", count);
        }
        return node;
    }

    private static Map<String, Object> goal(Goal goal) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("model", goal.model());
        node.put("resolutions", sizes(goal.resolutions()));
        node.put("latency", time(goal.latency()));
        node.put("steps", goal.steps());
        node.put("isolation", goal.isolation() == Goal.Isolation.SHARED ? "shared" : "hard");
        return node;
    }

    private static Object resolutions(Resolutions resolutions) {
        if (resolutions.range().isEmpty()) {
            return sizes(resolutions.tuned());
        }
        ResolutionRange range = resolutions.range().get();
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("from", range.from().toString());
        node.put("to", range.to().toString());
        node.put("step", range.step());
        if (!resolutions.tuned().isEmpty()) {
            node.put("tuned", sizes(resolutions.tuned()));
        }
        return node;
    }

    /** In the unit that is whole. */
    private static String time(Duration latency) {
        return latency.toMillisPart() == 0 ? latency.toSeconds() + "s" : latency.toMillis() + "ms";
    }

    private static List<String> sizes(List<Resolution> resolutions) {
        return resolutions.stream().map(Resolution::toString).toList();
    }

    private String path(Path path) {
        return Optional.of(path)
                .filter(absolute -> absolute.startsWith(folder))
                .map(absolute -> folder.relativize(absolute).toString())
                .filter(relative -> !relative.isEmpty())
                .orElse(path.toString());
    }
}
