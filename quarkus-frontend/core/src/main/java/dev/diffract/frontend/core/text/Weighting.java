package dev.diffract.frontend.core.text;

/** What a weight does to the text state of a token. All in single precision, means in double. */
enum Weighting {

    /** Multiplies it, and scales the chunk so that its mean stays what it was. */
    MEAN_KEPT,

    /** Multiplies it. */
    MULTIPLIED,

    /** Multiplies what sets it apart from the state that an empty prompt has at its place. */
    FROM_EMPTY;

    /**
     * @param states length × width; changed and returned
     * @param weights one per position
     * @param origin of the same size as the states
     */
    float[] apply(float[] states, float[] weights, float[] origin) {
        double before = mean(states);
        int width = states.length / weights.length;
        for (int i = 0; i < states.length; i++) {
            float weight = weights[i / width];
            if (weight != 1) {
                states[i] = origin[i] + (states[i] - origin[i]) * weight;
            }
        }
        double after = mean(states);
        if (this == MEAN_KEPT && after != 0) { // nothing can be scaled to a mean from zero
            float scale = (float) (before / after);
            for (int i = 0; i < states.length; i++) {
                states[i] *= scale;
            }
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
