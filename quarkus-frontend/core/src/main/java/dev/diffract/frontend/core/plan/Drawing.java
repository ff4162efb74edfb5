package dev.diffract.frontend.core.plan;

/**
 * How a plan's pictures are drawn.
 *
 * @param steps denoising steps, at least 1
 * @param guidance finite, at least 0
 * @param guidanceRescale how far guided outputs get the deviation of conditional ones: 0 not, 1 entirely
 */
public record Drawing(Sampling sampling, int steps, double guidance, double guidanceRescale) {

    /** Whether the unconditional row is computed too. At 1 it would not change the result. */
    public boolean guided() {
        return guidance > 1;
    }
}
