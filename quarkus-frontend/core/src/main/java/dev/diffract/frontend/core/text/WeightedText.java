package dev.diffract.frontend.core.text;

/**
 * A part of a prompt, and how much it counts.
 *
 * @param weight 1 for what is not emphasised
 */
record WeightedText(String text, double weight) {

    /** Where a new chunk begins. */
    static final WeightedText BREAK = new WeightedText("BREAK", -1);

    /** Parts beyond this are nobody's wish, and would leave nothing of the numbers in the text states. */
    static final int HEAVIEST = 1000;

    /**
     * @throws PromptException if the weight is too large, or no number
     */
    WeightedText checked() {
        if (!(Math.abs(weight) <= HEAVIEST)) {
            throw new PromptException(new PromptLimit.Heaviest(HEAVIEST));
        }
        return this;
    }

    WeightedText times(double factor) {
        return new WeightedText(text, weight * factor);
    }
}
