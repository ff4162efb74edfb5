package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.e2e.picture.PictureReader.Scene;
import dev.diffract.tests.e2e.picture.PictureReader.Thing;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fixed (prompt, seed) pairs that the demo model is known to draw rightly, with what must be seen. */
final class Examples {

    /**
     * @param objects shape and colour of each, in reading order (see {@code PictureReader.Scene})
     * @param ordered whether the prompt says which is the left or upper one
     */
    record Example(String prompt, long seed, String background, List<Expected> objects, boolean ordered) {

        /** Fails, with a sentence, unless the scene shows what the prompt says. */
        void mustBeSeenIn(Scene scene) {
            assertThat(scene.background()).as("background of \"%s\"", prompt).isEqualTo(background);
            var seen = assertThat(scene.things())
                    .as("objects of \"%s\"", prompt)
                    .extracting(thing -> new Expected(thing.colour(), thing.shape()));
            if (ordered) {
                seen.containsExactlyElementsOf(objects);
            } else {
                seen.containsExactlyInAnyOrderElementsOf(objects);
            }
            assertThat(scene.things())
                    .as("outlines of \"%s\"", prompt)
                    .extracting(Thing::overlap)
                    .allSatisfy(overlap -> assertThat(overlap).isGreaterThanOrEqualTo(LEAST_OVERLAP));
        }
    }

    record Expected(String colour, String shape) {}

    /** Intersection over union below which an outline is not taken for the shape. */
    private static final double LEAST_OVERLAP = 0.75;

    private Examples() {}

    static List<Example> read() throws IOException {
        Path file = Programs.home().resolve("model-repository/demo-training/examples.json");
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        List<Example> examples = new ArrayList<>();
        for (JsonNode example : root.get("examples")) {
            List<Expected> objects = new ArrayList<>();
            for (JsonNode object : example.get("objects")) {
                objects.add(new Expected(
                        object.get("colour").asText(), object.get("shape").asText()));
            }
            examples.add(new Example(
                    example.get("prompt").asText(),
                    example.get("seed").asLong(),
                    example.get("background").asText(),
                    objects,
                    !example.path("relation").asText().equals("next to")));
        }
        return examples;
    }
}
