package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.sampling.schedule.Beginning;

/**
 * A second pass over a larger picture.
 *
 * @param scale how much larger
 * @param width pixels, allowed by the model
 * @param height pixels, allowed by the model
 * @param steps made in the second pass, whatever the strength
 * @param strength how much is drawn anew: 0 nothing, 1 everything
 */
public record Hires(double scale, int width, int height, Upscaler upscaler, int steps, double strength) {

    /** At full strength a run would begin with the noise of no picture at all. */
    static final double MAX_STRENGTH = 0.999;

    /** Steps of the whole run of which the last {@link #steps} are made: AUTOMATIC1111's rule; 0 at strength 0. */
    public int stepsOfRun() {
        return strength == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, stepsOfRun(steps, strength));
    }

    /**
     * Of any pass.
     *
     * @param steps made, whatever the strength
     * @param strength above 0
     */
    public static long stepsOfRun(long steps, double strength) {
        return (long) (steps / Math.min(strength, MAX_STRENGTH));
    }

    /** Where that run begins. */
    public Beginning beginning() {
        return Beginning.ofPicture(Math.max(0, stepsOfRun() - steps));
    }
}
