package dev.diffract.frontend.core.text;

/** What a weight does to the text state of a token. All in single precision. */
enum Weighting {

    /** Multiplies it, and scales the prompt's chunks so that their mean stays what it was ({@link KeptMean}). */
    MEAN_KEPT,

    /** Multiplies it. */
    MULTIPLIED,

    /** Multiplies what sets it apart from the state that an empty prompt has at its place. */
    FROM_EMPTY;

    /**
     * Weights without scaling.
     *
     * @param states length × width; changed and returned
     * @param weights one per position
     * @param origin of the same size as the states
     */
    float[] apply(float[] states, float[] weights, float[] origin) {
        int width = states.length / weights.length;
        for (int i = 0; i < states.length; i++) {
            float weight = weights[i / width];
            if (weight != 1) {
                states[i] = origin[i] + (states[i] - origin[i]) * weight;
            }
        }
        return states;
    }
}
