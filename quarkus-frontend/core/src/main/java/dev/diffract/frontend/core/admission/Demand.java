package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.time.Instant;

/**
 * What somebody asks to be drawn.
 *
 * @param caller whom its cost is counted for
 * @param priority of its class: 0 is the usual one, and what is below takes what the usual one leaves
 * @param pictures at least 1
 * @param cost of drawing it
 * @param accepted when
 * @param deadline when its time is over
 */
public record Demand(String caller, int priority, int pictures, Cost cost, Instant accepted, Instant deadline) {

    /**
     * What drawing costs.
     *
     * @param resource what draws it: demands of the same resource are in each other's way
     * @param all steps times rows times elements of a row, of all pictures
     * @param longest the same of the picture that has most; 0 if it has no step to make
     */
    public record Cost(String resource, double all, double longest) {}

    /** The class as time passes: what is below the usual one is of it as soon as half of its time is over. */
    int priorityAt(Instant now) {
        Instant half = accepted.plus(Duration.between(accepted, deadline).dividedBy(2));
        return priority < 0 && now.isAfter(half) ? 0 : priority;
    }
}
