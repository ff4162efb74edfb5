package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.request.TestRequests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Which forms of its prompts each model call gets, from noise, from a picture and in second passes: compared with AUTOMATIC1111's own
 * samplers and parser, run by {@code tests/parity/record_edited_runs.py}.
 */
class EditedRunsTest extends ModesFixture {

    /** Text states of a call by its words. */
    private final Map<List<String>, List<Float>> known = new HashMap<>();

    @Test
    void everyCallHasTheFormsThatAutomatic1111Gives() {
        Set<String> changing = new HashSet<>();
        for (JsonNode recorded : Vectors.read("edited-runs.json").get("runs")) {
            List<List<Float>> expected = new ArrayList<>();
            for (JsonNode calls : recorded.get("passes")) {
                calls.forEach(texts -> expected.add(known.computeIfAbsent(words(texts), this::statesOf)));
                if (!calls.get(0).equals(calls.get(calls.size() - 1))) {
                    changing.add(recorded.get("sampler").asText()
                            + (recorded.has("second") ? ", second pass" : recorded.has("strength") ? ", picture" : ""));
                }
            }
            assertThat(states(request(recorded))).as(recorded::toString).isEqualTo(expected);
        }
        assertThat(changing).contains("Euler", "Euler, picture", "Heun", "Heun, picture", "Heun, second pass");
        assertThat(new HashSet<>(known.values()))
                .as("forms whose states differ")
                .hasSameSizeAs(known.keySet())
                .hasSizeGreaterThan(8);
    }

    /** Of a negative prompt and a prompt. */
    private static List<String> words(JsonNode texts) {
        return List.of(texts.get(0).asText().strip(), texts.get(1).asText().strip());
    }

    private List<Float> statesOf(List<String> words) {
        return states(TestRequests.small()
                        .negativePrompt(words.get(0))
                        .prompt(words.get(1))
                        .build())
                .get(0);
    }

    private static GenerationRequest request(JsonNode recorded) {
        String schedule = recorded.get("schedule").asText();
        GenerationRequest.Builder request = TestRequests.small()
                .prompt(recorded.get("prompt").asText())
                .negativePrompt(recorded.get("negative").asText())
                .sampler(recorded.get("sampler").asText())
                .options(new SamplingOptions(schedule, null, "original", null, null))
                .steps(recorded.get("steps").asLong());
        if (recorded.has("second")) {
            request.hires(new HiresRequest(
                    2.0,
                    "latent",
                    recorded.get("second").asLong(),
                    recorded.get("strength").asDouble()));
        } else if (recorded.has("strength")) {
            SourceRequest source =
                    TestRequests.source(picture(1), recorded.get("strength").asDouble());
            request.size(null, null).source(source);
        }
        return request.build();
    }

    /** What the UNet is given as text states, call by call. */
    private List<List<Float>> states(GenerationRequest request) {
        Picture picture = Picture.of(resolver.resolve(TestModels.model(), request), 0);
        List<List<Float>> calls = new ArrayList<>();
        for (Denoising call : all(run(picture.begin()), Denoising.class)) {
            List<Float> states = new ArrayList<>();
            for (float value : call.next().inputs().get(2).floats()) {
                states.add(value);
            }
            calls.add(states);
        }
        return calls;
    }
}
