package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Compares with AUTOMATIC1111's own module; {@code tests/parity/record_prompt_schedules.py} recorded it. */
class RecordedSchedulesTest {

    private final JsonNode recorded = Vectors.read("prompt-schedules.json.gz");

    @Test
    void everyCallHasTheTextThatAutomatic1111Gives() {
        List<String> wrong = new ArrayList<>();
        int edited = 0;
        for (JsonNode run : recorded.get("prompts")) {
            List<String> expected = calls(run.get("calls"));
            List<String> found = found(run);
            if (!found.equals(expected)) {
                wrong.add(run.get("prompt") + " of " + run.get("steps") + " after " + run.get("before") + ":\n  "
                        + found + "\n  instead of\n  " + expected);
            }
            edited += expected.stream().distinct().count() > 1 ? 1 : 0;
        }
        assertThat(wrong).isEmpty();
        assertThat(recorded.get("prompts").size()).isGreaterThan(900);
        assertThat(edited).isGreaterThan(300);
    }

    /** What it encodes is more than what it uses: the last form of many runs has no call. */
    @Test
    void textsEndWhereAutomatic1111Ends() {
        int several = 0;
        for (JsonNode run : recorded.get("prompts")) {
            List<Integer> expected = new ArrayList<>();
            run.get("ends").forEach(end -> expected.add(end.asInt()));
            assertThat(schedule(run).ends()).as(run.toString()).isEqualTo(expected);
            several += expected.size() > 1 ? 1 : 0;
        }
        assertThat(several).isGreaterThan(300);
    }

    /** The original decides anew in every process. */
    @Test
    void whereAutomatic1111IsUndecidedOneOfItsReadingsIsTaken() throws JsonProcessingException {
        assertThat(recorded.get("undecided").size()).isGreaterThan(4);
        for (JsonNode run : recorded.get("undecided")) {
            List<List<String>> readings = new ArrayList<>();
            for (JsonNode reading : run.get("readings")) {
                readings.add(texts(new ObjectMapper().readTree(reading.asText())));
            }
            assertThat(readings)
                    .as(run.get("prompt").asText())
                    .hasSizeGreaterThan(1)
                    .contains(found(run));
        }
    }

    @Test
    void asManyCallsAreCountedForAStepAsAutomatic1111Counts() {
        List<String> compared = new ArrayList<>();
        for (Map.Entry<String, JsonNode> sampler :
                recorded.get("calls_per_step").properties()) {
            Optional<SamplerFactory> known = Samplers.find(sampler.getKey());
            known.ifPresent(found -> {
                assertThat(found.countedCalls())
                        .as(sampler.getKey())
                        .isEqualTo(sampler.getValue().asInt());
                compared.add(sampler.getKey());
            });
        }
        assertThat(compared).hasSizeGreaterThan(15).contains("Heun", "Restart", "DDIM", "LCM");
    }

    private static List<String> found(JsonNode run) {
        int steps = run.get("steps").asInt();
        List<String> texts = schedule(run).texts();
        List<String> calls = new ArrayList<>();
        for (int call = 0; call < steps + 2; call++) {
            calls.add(texts.get(PromptForms.stepOf(call, steps) - 1));
        }
        return calls;
    }

    private static PromptSchedule schedule(JsonNode run) {
        return PromptSchedule.of(
                run.get("prompt").asText(),
                run.get("steps").asInt(),
                run.get("before").asInt());
    }

    private static List<String> calls(JsonNode shortened) {
        List<String> calls = new ArrayList<>();
        for (JsonNode same : shortened) {
            for (int i = 0; i < same.get(1).asInt(); i++) {
                calls.add(same.get(0).asText());
            }
        }
        return calls;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
