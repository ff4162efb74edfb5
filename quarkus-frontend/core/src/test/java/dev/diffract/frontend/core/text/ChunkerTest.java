package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkerTest {

    private static final int LOOK_BACK = 20;

    private final ClipTokenizer tokenizer = TestTokenizer.ofLetters(77);

    @Test
    void anEmptyPromptIsOneChunk() {
        assertThat(counts("", LOOK_BACK)).containsExactly(0);
    }

    @Test
    void aFullChunkIsFollowedByAnother() {
        assertThat(counts("a ".repeat(75), LOOK_BACK)).containsExactly(75);
        assertThat(counts("a ".repeat(76), LOOK_BACK)).containsExactly(75, 1);
        assertThat(counts("a ".repeat(200), LOOK_BACK)).containsExactly(75, 75, 50);
    }

    @Test
    void aChunkEndsAfterACommaThatIsNear() {
        assertThat(counts("a ".repeat(60) + ", " + "b ".repeat(20), LOOK_BACK)).containsExactly(61, 20);
        assertThat(counts("a ".repeat(55) + ", " + "b ".repeat(20), LOOK_BACK)).containsExactly(56, 20);
        assertThat(counts("a ".repeat(54) + ", " + "b ".repeat(21), LOOK_BACK)).containsExactly(75, 1);
        assertThat(counts("a ".repeat(74) + ", b", LOOK_BACK)).containsExactly(75, 1);
        assertThat(counts("a ".repeat(75) + ", b", LOOK_BACK)).containsExactly(75, 2);
        assertThat(counts("a ".repeat(60) + ", " + "b ".repeat(20), 0)).containsExactly(75, 6);
    }

    @Test
    void whatMovesToTheNextChunkKeepsItsOrderAndWeight() {
        List<WeightedChunk> chunks = Chunker.cut(
                List.of(new WeightedText("a ".repeat(70) + ", b c d", 1), new WeightedText("e f", 1.5)),
                tokenizer,
                LOOK_BACK);
        assertThat(chunks).extracting(WeightedChunk::count).containsExactly(71, 5);
        assertThat(chunks.get(1).tokens().ids()).startsWith(TestTokenizer.START, 3, 4, 5, 6, 7, TestTokenizer.END);
        assertThat(chunks.get(1).weights()).startsWith(1, 1, 1, 1, 1.5f, 1.5f, 1, 1);
        assertThat(chunks.get(0).isWeighted()).isFalse();
        assertThat(chunks.get(1).isWeighted()).isTrue();
    }

    @Test
    void breakBeginsAChunk() {
        assertThat(counts("a b BREAK c", LOOK_BACK)).containsExactly(2, 1);
        assertThat(counts("BREAK c", LOOK_BACK)).containsExactly(0, 1);
        assertThat(counts("a BREAK", LOOK_BACK)).containsExactly(1);
        assertThat(counts("a BREAK BREAK b", LOOK_BACK)).containsExactly(1, 0, 1);
    }

    private List<Integer> counts(String prompt, int lookBack) {
        return Chunker.cut(EmphasisParser.parse(prompt), tokenizer, lookBack).stream()
                .map(WeightedChunk::count)
                .toList();
    }
}
