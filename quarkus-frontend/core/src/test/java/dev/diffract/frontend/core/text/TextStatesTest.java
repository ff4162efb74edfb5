package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.repository.kserve.FloatRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextStatesTest {

    private final ClipTokenizer tokenizer = TestTokenizer.ofLetters(77);

    @Test
    void aPlainPromptsRowIsThatOfItsChunk() {
        PromptForms read = read("a b", 20);
        List<TokenChunk> chunks = List.copyOf(read.needed(1));
        FloatRow row = row(chunks.get(0));
        TextStates encoded = new TextStates(chunks, List.of(row));
        assertThat(read.states(0, encoded, 1)).isSameAs(row);
        assertThat(read.states(19, encoded, 1)).isSameAs(row);
    }

    @Test
    void eachFormIsMadeOnceForAllOfItsSteps() {
        PromptForms read = read("[(a:1.5)|(b:0.5)] c", 20);
        TextStates encoded = encoded(read, 2);
        FloatRow first = read.states(1, encoded, 2);
        FloatRow second = read.states(2, encoded, 2);
        assertThat(first.values()).isNotEqualTo(second.values());
        assertThat(read.states(3, encoded, 2)).isSameAs(first);
        assertThat(read.states(4, encoded, 2)).isSameAs(second);
        assertThat(read.states(1, encoded, 1).values()).hasSize(first.values().length / 2);
    }

    /** What a prompt is in a step is the same whether or not it was kept from a step before. */
    @Test
    void formsOfManyChunksAreMadeAgainWhenThereIsNoRoomForMore() {
        PromptForms read = read("[(a:1.5)|b|(c:0.5)]", 20);
        TextStates encoded = encoded(read, 32);
        FloatRow first = read.states(1, encoded, 32);
        FloatRow second = read.states(2, encoded, 32);
        FloatRow third = read.states(3, encoded, 32);
        assertThat(read.states(4, encoded, 32)).isSameAs(first);
        assertThat(read.states(5, encoded, 32)).isSameAs(second);
        assertThat(read.states(6, encoded, 32)).isNotSameAs(third);
        assertThat(read.states(6, encoded, 32).values())
                .isEqualTo(third.values())
                .isNotEqualTo(first.values());
    }

    private PromptForms read(String prompt, int steps) {
        return new PromptReader(tokenizer, PromptSyntax.A1111, Emphasis.ORIGINAL).read(prompt, steps, 0);
    }

    private static TextStates encoded(PromptForms read, int length) {
        List<TokenChunk> chunks = List.copyOf(read.needed(length));
        return new TextStates(chunks, chunks.stream().map(TextStatesTest::row).toList());
    }

    private static FloatRow row(TokenChunk chunk) {
        float[] states = new float[chunk.ids().length];
        for (int i = 0; i < states.length; i++) {
            states[i] = 1 + chunk.ids()[i] / 8f;
        }
        return new FloatRow(states);
    }
}
