package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with AUTOMATIC1111's own modules; {@code tests/parity/record_emphasis.py} recorded them. */
class RecordedEmphasisTest {

    private static final int LENGTH = 77;

    /** Of states up to 3: the original takes means in single precision. */
    private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

    private final JsonNode recorded = Vectors.read("emphasis.json.gz");

    @TempDir
    Path directory;

    @Test
    void everyCallHasTheTextStatesThatAutomatic1111Gives() {
        ClipTokenizer tokenizer = TestTokenizer.recorded("small", directory, LENGTH);
        assertThat(recorded.get("runs").size()).isGreaterThan(200);
        for (JsonNode run : recorded.get("runs")) {
            Emphasis emphasis = Emphasis.find(run.get("emphasis").asText()).orElseThrow();
            PromptForms read = new PromptReader(tokenizer, PromptSyntax.A1111, emphasis)
                    .read(
                            run.get("prompt").asText(),
                            run.get("steps").asInt(),
                            run.get("before").asInt());
            List<float[]> forms = new ArrayList<>();
            run.get("forms").forEach(form -> forms.add(Vectors.floats(form)));
            int call = 0;
            for (JsonNode form : run.get("calls")) {
                String name =
                        run.get("prompt") + " of " + run.get("steps") + " after " + run.get("before") + ", " + emphasis;
                float[] states = EncodedForms.states(read, call, this::encoded, read.size());
                assertThat(states).as("%s, call %d", name, call).containsExactly(forms.get(form.asInt()), CLOSE);
                call++;
            }
        }
    }

    /** A form that is alone has its own mean; beside another one, which weighs nothing, that of both. */
    @Test
    void theMeanIsThatOfAllForms() {
        ClipTokenizer tokenizer = TestTokenizer.recorded("small", directory, LENGTH);
        PromptReader reader = new PromptReader(tokenizer, PromptSyntax.A1111, Emphasis.ORIGINAL);
        float[] alone = EncodedForms.states(reader.read("b", 10, 0), 0, this::encoded, 1);
        assertThat(EncodedForms.states(reader.read("[(a:1.6):b:3]", 10, 0), 9, this::encoded, 1))
                .isNotEqualTo(alone);
        assertThat(EncodedForms.states(reader.read("[a:b:3]", 10, 0), 9, this::encoded, 1))
                .isEqualTo(alone);
    }

    @Test
    void partsAreThoseOfAutomatic1111() {
        compareParts("parts", 800);
    }

    /** A weight's digits, and other numbers that are none. */
    @Test
    void weightsAreReadInEveryScript() {
        compareParts("scripts", 200);
    }

    private void compareParts(String key, int count) {
        assertThat(recorded.get(key).size()).isEqualTo(count);
        for (JsonNode drawn : recorded.get(key)) {
            List<WeightedText> expected = new ArrayList<>();
            for (JsonNode part : drawn.get("parts")) {
                expected.add(new WeightedText(part.get(0).asText(), part.get(1).asDouble()));
            }
            List<WeightedText> found = EmphasisParser.parse(drawn.get("prompt").asText());
            assertThat(found.isEmpty() ? List.of(new WeightedText("", 1)) : found)
                    .as(drawn.get("prompt").toString())
                    .isEqualTo(expected);
        }
    }

    /** On every Java, as below. */
    @Test
    void digitsAreWhatAutomatic1111Takes() {
        Map<Integer, Double> expected = new HashMap<>();
        recorded.get("digits")
                .forEach(
                        digit -> expected.put(digit.get(0).asInt(), digit.get(1).asDouble()));
        assertThat(expected).hasSizeGreaterThan(600);
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String weight = Character.toString(codePoint);
            assertThat(Digits.isDigit(codePoint)).as("U+%04X", codePoint).isEqualTo(expected.containsKey(codePoint));
            if (Digits.isDigit(codePoint)) {
                assertThat(EmphasisParser.parse("(a:" + weight + ")"))
                        .as("U+%04X", codePoint)
                        .containsExactly(new WeightedText("a", expected.get(codePoint)));
            }
        }
    }

    /** On every Java: this one may know fewer characters than the original's Python, or more. */
    @Test
    void wordsAreMadeOfWhatAutomatic1111Takes() {
        BitSet expected = codePoints("words");
        BitSet unassigned = codePoints("unassigned");
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint == Character.MIN_SURROGATE) {
                codePoint = Character.MAX_SURROGATE + 1;
            }
            if (!unassigned.get(codePoint)) {
                assertThat(Words.isOfWord(codePoint)).as("U+%04X", codePoint).isEqualTo(expected.get(codePoint));
            }
        }
        assertThat(expected.cardinality()).isGreaterThan(130_000);
    }

    private BitSet codePoints(String key) {
        BitSet set = new BitSet();
        recorded.get(key)
                .forEach(range -> set.set(range.get(0).asInt(), range.get(1).asInt() + 1));
        return set;
    }

    private float[] encoded(TokenChunk chunk) {
        return CompelParserTest.formula(chunk, recorded.get("width").asInt());
    }
}
