package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptReaderTest {

    private static final int WIDTH = 4;

    private final ClipTokenizer tokenizer = TestTokenizer.ofLetters(77);

    @ParameterizedTest
    @EnumSource(PromptSyntax.class)
    void aPromptWithoutSpecialCharactersIsTheSameInEverySyntax(PromptSyntax syntax) {
        PromptForms read = reader(syntax, Emphasis.ORIGINAL).read("a b, c d: e. 1 2", 20, 0);
        TokenChunk whole = tokenizer.chunk(tokenizer.tokens("a b, c d: e. 1 2"));
        assertThat(read.needed(1)).containsExactly(whole);
        assertThat(EncodedForms.states(read, 19, PromptReaderTest::encoded, 1)).isEqualTo(encoded(whole));
        assertThat(read.tokens()).isEqualTo(new TokenUse(10, List.of(10), 0));
    }

    @Test
    void onlyThePlainSyntaxDropsTokens() {
        String prompt = "a ".repeat(100);
        assertThat(reader(PromptSyntax.PLAIN, Emphasis.ORIGINAL)
                        .read(prompt, 1, 0)
                        .tokens())
                .isEqualTo(new TokenUse(75, List.of(75), 25));
        assertThat(reader(PromptSyntax.A1111, Emphasis.ORIGINAL)
                        .read(prompt, 1, 0)
                        .tokens())
                .isEqualTo(new TokenUse(100, List.of(75, 100), 0));
    }

    @Test
    void weightsMultiplyAndTheMeanIsKept() {
        PromptForms read = reader(PromptSyntax.A1111, Emphasis.ORIGINAL).read("a (b:1.5) c", 1, 0);
        float[] plain = encoded(tokenizer.chunk(2, 3, 4));
        float[] states = EncodedForms.states(read, 0, PromptReaderTest::encoded, 1);
        assertThat(mean(states)).isCloseTo(mean(plain), Offset.offset(1e-7));
        float scale = states[0] / plain[0];
        assertThat(scale).isNotEqualTo(1);
        for (int i = 0; i < states.length; i++) {
            float weight = i / WIDTH == 2 ? 1.5f : 1;
            assertThat(states[i]).isCloseTo(plain[i] * weight * scale, Offset.offset(1e-6f));
        }
    }

    @Test
    void emphasisCanBeChosen() {
        float[] plain = encoded(tokenizer.chunk(2, 3));
        float[] noNorm = states(Emphasis.NO_NORM, "a (b:1.5)");
        assertThat(Arrays.copyOf(noNorm, 2 * WIDTH)).isEqualTo(Arrays.copyOf(plain, 2 * WIDTH));
        assertThat(noNorm[2 * WIDTH]).isEqualTo(plain[2 * WIDTH] * 1.5f);
        assertThat(states(Emphasis.IGNORE, "a (b:1.5)")).isEqualTo(plain);
        assertThat(states(Emphasis.NONE, "a b")).isEqualTo(plain);
        assertThat(reader(PromptSyntax.A1111, Emphasis.NONE)
                        .read("a (b:1.5)", 1, 0)
                        .tokens()
                        .count())
                .isEqualTo(tokenizer.tokens("a (b:1.5)").length);
    }

    @Test
    void weightsOfNothingLeaveNumbers() {
        for (float state : states(Emphasis.ORIGINAL, "(a b c:0) (d:-3)")) {
            assertThat(Float.isFinite(state)).isTrue();
        }
    }

    @Test
    void missingChunksAreThoseOfAnEmptyPrompt() {
        PromptForms read = reader(PromptSyntax.A1111, Emphasis.ORIGINAL).read("a", 1, 0);
        assertThat(read.needed(2)).containsExactly(tokenizer.chunk(2), tokenizer.chunk());
        float[] states = EncodedForms.states(read, 0, PromptReaderTest::encoded, 2);
        assertThat(states).startsWith(encoded(tokenizer.chunk(2))).endsWith(encoded(tokenizer.chunk()));
        assertThat(states).hasSize(2 * 77 * WIDTH);
    }

    @Test
    void editingFollowsTheSteps() {
        PromptForms read = reader(PromptSyntax.A1111, Emphasis.ORIGINAL).read("[a:b:0.5]", 10, 0);
        assertThat(read.forms()).hasSize(2);
        assertThat(read.formOfStep()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
        assertThat(read.at(0)).isSameAs(read.forms().get(0));
        assertThat(read.at(5))
                .isSameAs(read.forms().get(0)); // calls count from 0, the last one of a form is its step's number
        assertThat(read.at(6)).isSameAs(read.forms().get(1));
        assertThat(read.at(10)).isSameAs(read.forms().get(1)); // one call more than steps
        assertThat(read.at(11)).isSameAs(read.forms().get(0)); // beyond them the first form again
        assertThat(read.tokens().count()).isEqualTo(1);
    }

    @Test
    void alternationIsEncodedOncePerForm() {
        PromptForms read = reader(PromptSyntax.A1111, Emphasis.ORIGINAL).read("x [a|b|b]", 30, 0);
        assertThat(read.needed(1)).hasSize(2);
    }

    @Test
    void longPromptsAreRefusedWithTheirSize() {
        assertThatThrownBy(() -> reader(PromptSyntax.A1111, Emphasis.ORIGINAL).read("a ".repeat(2401), 1, 0))
                .isInstanceOf(PromptException.class)
                .extracting(refusal -> ((PromptException) refusal).limit())
                .isEqualTo(new PromptLimit.Chunks(32, 75, 2401, 33));
        assertThatThrownBy(() -> reader(PromptSyntax.A1111, Emphasis.ORIGINAL)
                        .read(letters(2000) + "[" + "b|".repeat(9) + "c d|e|f|g|h|i|j|k|l]", 20, 0))
                .isInstanceOf(PromptException.class)
                .extracting(refusal -> ((PromptException) refusal).limit())
                .isEqualTo(new PromptLimit.ChunksOfAllForms(256, 75));
        assertThatThrownBy(() -> reader(PromptSyntax.COMPEL, Emphasis.ORIGINAL).read("a- b ".repeat(33), 1, 0))
                .isInstanceOf(PromptException.class)
                .extracting(refusal -> ((PromptException) refusal).limit())
                .isEqualTo(new PromptLimit.LightParts(32));
    }

    @ParameterizedTest
    @EnumSource(PromptSyntax.class)
    void anyTextIsReadOrRefusedWithItsLimit(PromptSyntax syntax) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {
            "(", ")", "[", "]", ":", "|", "\\", "BREAK", "1.3", "-2", "a", " ", ",", "+", "-", "\"", "\n", "é", "🙂",
            "\ud800"
        };
        for (int i = 0; i < 3000; i++) {
            StringBuilder prompt = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                prompt.append(pieces[random.nextInt(pieces.length)]);
            }
            int steps = 1 + random.nextInt(20);
            try {
                PromptForms read = reader(syntax, Emphasis.ORIGINAL).read(prompt.toString(), steps, 0);
                int length = read.size() + random.nextInt(2);
                assertThat(EncodedForms.states(read, random.nextInt(steps), PromptReaderTest::encoded, length))
                        .as("seed %d, prompt %d", seed, i)
                        .hasSize(length * 77 * WIDTH);
            } catch (PromptException refusal) {
                assertThat(refusal.limit()).as("seed %d, prompt %d", seed, i).isNotNull();
            }
        }
    }

    /** No chunk of them is like another. */
    private static String letters(int count) {
        Random random = new Random(1);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(26))).append(' ');
        }
        return letters.toString();
    }

    private float[] states(Emphasis emphasis, String prompt) {
        return EncodedForms.states(
                reader(PromptSyntax.A1111, emphasis).read(prompt, 1, 0), 0, PromptReaderTest::encoded, 1);
    }

    private PromptReader reader(PromptSyntax syntax, Emphasis emphasis) {
        return new PromptReader(tokenizer, syntax, emphasis);
    }

    private static float[] encoded(TokenChunk chunk) {
        float[] states = new float[chunk.ids().length * WIDTH];
        for (int i = 0; i < states.length; i++) {
            states[i] = (chunk.ids()[i / WIDTH] * 5 + i * 3) % 17 / 8f - 0.5f;
        }
        return states;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
