package dev.diffract.builder.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.builder.build.choose.Assessment;
import dev.diffract.builder.build.choose.Choice;
import dev.diffract.builder.build.choose.SliceFigures;
import java.util.List;

/** A choice of profiles for programs. */
final class ChoiceJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChoiceJson() {}

    static String of(List<Choice> choices, List<String> notes) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode gpus = root.putArray("gpus");
        choices.forEach(choice -> gpus.add(choice(choice)));
        notes.forEach(root.putArray("notes")::add);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static ObjectNode choice(Choice choice) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", choice.gpu().name());
        node.put("model", choice.gpu().model().orElseThrow().name());
        node.put("count", choice.gpu().count());
        node.put("picturesPerHour", choice.picturesPerHour());
        if (choice instanceof Choice.Cut cut) {
            node.put("sharing", "mig");
            ArrayNode slices = node.putArray("slices");
            cut.layout()
                    .placements()
                    .forEach(placement -> slices.addObject()
                            .put("profile", placement.profile().name())
                            .put("start", placement.start()));
            ArrayNode profiles = node.putArray("profiles");
            cut.assessments().forEach(assessment -> profiles.add(assessment(assessment)));
        } else if (choice instanceof Choice.Shared shared) {
            node.put("sharing", "mps");
            node.put("servers", shared.servers());
            node.set("figures", figures(shared.figures()));
            node.put("busyPictureMillis", shared.busyPictureMillis());
        }
        return node;
    }

    private static ObjectNode assessment(Assessment assessment) {
        ObjectNode node = JSON.createObjectNode();
        node.put("profile", assessment.profile().name());
        node.put("accepted", assessment.accepted());
        assessment.refusal().ifPresent(reason -> node.put("refusal", reason));
        node.set("figures", figures(assessment.figures()));
        return node;
    }

    private static ObjectNode figures(SliceFigures figures) {
        return JSON.createObjectNode()
                .put("memoryBytes", figures.memory().slice())
                .put("neededBytes", figures.memory().needed())
                .put("batch", figures.batch())
                .put("resolution", figures.times().hardest().toString())
                .put("stepMillis", figures.times().stepMillis())
                .put("decodeMillis", figures.times().decodeMillis())
                .put("pictureMillis", figures.pictureMillis())
                .put("picturesPerHour", figures.picturesPerHour())
                .put("memoryMeasured", figures.memory().measured())
                .put("timeMeasured", figures.times().measured());
    }
}
