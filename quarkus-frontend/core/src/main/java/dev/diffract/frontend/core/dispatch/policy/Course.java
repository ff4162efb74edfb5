package dev.diffract.frontend.core.dispatch.policy;

import java.time.Instant;

/**
 * How far the picture is that work is done for.
 *
 * @param asked when it was asked for
 * @param done steps that it has made, 0 and up
 * @param left steps that it has to make yet, this one counted; 0 if only its decoding is left
 */
public record Course(Instant asked, int done, int left) {

    /**
     * @throws IllegalArgumentException if a number is negative
     */
    public Course {
        if (done < 0 || left < 0) {
            throw new IllegalArgumentException("steps must not be negative: " + done + " done, " + left + " left");
        }
    }

    /** All of its steps. */
    public int steps() {
        return done + left;
    }
}
