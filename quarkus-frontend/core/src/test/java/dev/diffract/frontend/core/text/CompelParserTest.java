package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with compel; {@code tests/parity/record_prompts.py} recorded it. */
class CompelParserTest {

    private static final int LENGTH = 77;

    private final JsonNode recorded = Vectors.read("compel.json.gz");

    @TempDir
    Path directory;

    @Test
    void partsAreThoseOfCompel() {
        assertThat(recorded.get("parts").size()).isGreaterThan(600);
        List<String> wrong = new ArrayList<>();
        for (JsonNode prompt : recorded.get("parts")) {
            String expected = "";
            for (JsonNode part : prompt.get("parts")) {
                expected += words(part.get(0).asText(), part.get(1).asDouble());
            }
            String found = "";
            for (WeightedText part : CompelParser.parse(prompt.get("prompt").asText())) {
                found += words(part.text(), part.weight());
            }
            if (!found.equals(expected)) {
                wrong.add(prompt.get("prompt") + ": " + found + " instead of " + expected);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void textStatesAreThoseOfCompel() {
        ClipTokenizer tokenizer = TestTokenizer.recorded("small", directory, LENGTH);
        PromptReader reader = new PromptReader(tokenizer, PromptSyntax.COMPEL, Emphasis.ORIGINAL);
        assertThat(recorded.get("states").size()).isGreaterThan(8);
        for (JsonNode prompt : recorded.get("states")) {
            int width = recorded.get("width").asInt();
            float[] expected = Vectors.floats(prompt.get("states"));
            PromptForms forms = reader.read(prompt.get("prompt").asText(), 1, 0);
            float[] states = EncodedForms.states(forms, 0, chunk -> formula(chunk, width), forms.size());
            assertThat(states).as(prompt.get("prompt").toString()).hasSameSizeAs(expected);
            for (int i = 0; i < states.length; i++) {
                assertThat(states[i])
                        .as("%s, value %d", prompt.get("prompt"), i)
                        .isCloseTo(expected[i], Offset.offset(2e-6f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(\"a\", \"b\").blend(0.7, 0.3)",
                "(\"a\", \"b\").and()",
                "a cat.swap(dog)",
                "\"a cat\".attend(1.5)",
                "a cat withLora(style, 0.5)"
            })
    void otherOperationsAreRefused(String prompt) {
        assertThatThrownBy(() -> CompelParser.parse(prompt))
                .isInstanceOf(PromptException.class)
                .extracting(refusal -> ((PromptException) refusal).limit())
                .isEqualTo(new PromptLimit.WeightsOnly());
    }

    @Test
    void longAndDeepPromptsArePromptlyRead() {
        for (String piece : List.of("(", "(a ", "\"", "\"(", "a+ ", "a", "-", "(a)", "\\", "\\(", "+x", "(a+ ", ")")) {
            String prompt = piece.repeat(10_000 / piece.length());
            assertThat(CompelParser.parse(prompt)).as(piece).isNotNull();
        }
    }

    /** White space separates only, and compel splits parts where we do not. */
    private static String words(String text, double weight) {
        return text.isBlank()
                ? ""
                : String.format(
                        Locale.ROOT, "%s*%.6f ", String.join(" ", text.strip().split("\\s+")), weight);
    }

    /** The recorder's text encoder. */
    static float[] formula(TokenChunk chunk, int width) {
        float[] states = new float[LENGTH * width];
        for (int i = 0; i < states.length; i++) {
            long id = chunk.ids()[i / width];
            states[i] = (id * (i % width + 3) + i / width * 7) % 101 / 64f - 0.75f;
        }
        return states;
    }
}
