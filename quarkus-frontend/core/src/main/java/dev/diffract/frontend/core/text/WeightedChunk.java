package dev.diffract.frontend.core.text;

/**
 * A chunk, and how much each of its positions counts.
 *
 * @param weights one per id; not to be changed
 * @param count tokens of the prompt in it, start, end and padding left out
 */
record WeightedChunk(TokenChunk tokens, float[] weights, int count) {

    boolean isWeighted() {
        for (float weight : weights) {
            if (weight != 1) {
                return true;
            }
        }
        return false;
    }
}
