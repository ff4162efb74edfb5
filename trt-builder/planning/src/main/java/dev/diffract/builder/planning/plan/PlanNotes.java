package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.Figure;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigProfile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is legal in a plan and yet worth knowing. */
final class PlanNotes {

    private PlanNotes() {}

    static List<String> of(Plan plan) {
        return Stream.of(unservedModels(plan), missingSources(plan), ranges(plan), openEntries(plan), estimates(plan))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> unservedModels(Plan plan) {
        Set<String> served = plan.gpus().stream()
                .flatMap(gpu -> Stream.concat(
                        gpu.slices().stream().map(SliceSpec::model),
                        gpu.goal().stream().map(Goal::model)))
                .collect(Collectors.toSet());
        return plan.models().keySet().stream()
                .filter(model -> !served.contains(model))
                .map(model -> "no slice serves the model '" + model + "'")
                .toList();
    }

    private static List<String> missingSources(Plan plan) {
        return plan.models().values().stream()
                .filter(model -> !Files.isDirectory(model.source()))
                .map(model ->
                        "the folder of the model '" + model.name() + "' is not on this machine: " + model.source())
                .toList();
    }

    private static List<String> ranges(Plan plan) {
        return plan.models().values().stream()
                .flatMap(model -> model.resolutions().range().stream()
                        .map(range ->
                                "the " + range.count() + " sizes of the model '" + model.name() + "' from " + range
                                        + " share one shape profile, which takes memory for the largest and is slower than one for each:"
                                        + " 'plan choose' and 'plan build' say how much memory"))
                .toList();
    }

    private static List<String> openEntries(Plan plan) {
        List<String> notes = new ArrayList<>();
        for (GpuSpec gpu : plan.gpus()) {
            if (gpu.goal().isPresent()) {
                notes.add("'" + gpu.name() + "' has a goal and no slices yet");
            } else if (gpu.model().isEmpty()) {
                notes.add("'" + gpu.name() + "' can be checked only where its card is, because that is to be detected");
            }
        }
        return notes;
    }

    private static List<String> estimates(Plan plan) {
        Map<GpuModel, Set<Figure>> doubtful = new LinkedHashMap<>();
        for (GpuSpec gpu : plan.gpus()) {
            gpu.model()
                    .ifPresent(card -> gpu.slices().stream()
                            .flatMap(slice -> slice.profile().stream())
                            .map(MigProfile::doubtful)
                            .forEach(doubtful.computeIfAbsent(card, unseen -> new TreeSet<>())::addAll));
        }
        return doubtful.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> "estimated for the " + entry.getKey() + ", because nothing sure is published: "
                        + entry.getValue().stream().map(PlanNotes::word).collect(Collectors.joining(", ")))
                .toList();
    }

    private static String word(Figure figure) {
        return figure == Figure.SMS
                ? "SMs"
                : figure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
