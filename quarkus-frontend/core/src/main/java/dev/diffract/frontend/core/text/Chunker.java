package dev.diffract.frontend.core.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a prompt into chunks, as AUTOMATIC1111 does: at {@code BREAK}, and where a chunk is full, or rather after the last
 * comma if that is not far back.
 */
final class Chunker {

    private static final int NONE = -1;

    private final ClipTokenizer tokenizer;
    private final int lookBack;
    private final List<WeightedChunk> chunks = new ArrayList<>();
    private final int[] tokens;
    private final float[] weights;
    private int count;
    private int lastComma = NONE;

    private Chunker(ClipTokenizer tokenizer, int lookBack) {
        this.tokenizer = tokenizer;
        this.lookBack = lookBack;
        this.tokens = new int[tokenizer.room()];
        this.weights = new float[tokenizer.room()];
    }

    /**
     * @param lookBack tokens after a comma that may go to the next chunk with it; 0 to cut where a chunk is full
     * @return at least one chunk
     */
    static List<WeightedChunk> cut(List<WeightedText> parts, ClipTokenizer tokenizer, int lookBack) {
        Chunker chunker = new Chunker(tokenizer, lookBack);
        for (WeightedText part : parts) {
            if (part.equals(WeightedText.BREAK)) {
                chunker.close(chunker.count);
            } else {
                for (int token : tokenizer.tokens(part.text())) {
                    chunker.add(token, (float) part.weight());
                }
            }
        }
        if (chunker.count > 0 || chunker.chunks.isEmpty()) {
            chunker.close(chunker.count);
        }
        return chunker.chunks;
    }

    private void add(int token, float weight) {
        boolean comma = token == tokenizer.comma().orElse(NONE);
        if (comma) {
            lastComma = count;
        }
        if (count == tokens.length) {
            boolean nearComma = !comma && lastComma != NONE && count - lastComma <= lookBack;
            close(nearComma ? lastComma + 1 : count);
        }
        tokens[count] = token;
        weights[count] = weight;
        count++;
    }

    /** Makes a chunk of the first tokens; the others begin the next one. */
    private void close(int size) {
        float[] all = new float[tokens.length + 2];
        Arrays.fill(all, 1);
        System.arraycopy(weights, 0, all, 1, size);
        chunks.add(new WeightedChunk(tokenizer.chunk(Arrays.copyOf(tokens, size)), all, size));
        count -= size;
        System.arraycopy(tokens, size, tokens, 0, count);
        System.arraycopy(weights, size, weights, 0, count);
        lastComma = NONE;
    }
}
