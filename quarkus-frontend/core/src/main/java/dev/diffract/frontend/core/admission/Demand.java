package dev.diffract.frontend.core.admission;

import java.time.Instant;

/**
 * What somebody asks to be drawn.
 *
 * @param caller whom its cost is counted for
 * @param standing its class
 * @param pictures at least 1
 * @param cost of drawing it
 * @param deadline when its time is over
 */
public record Demand(String caller, Standing standing, int pictures, Cost cost, Instant deadline) {

    /**
     * What drawing costs.
     *
     * @param resource what draws it: demands of the same resource are in each other's way
     * @param all steps times rows times elements of a row, of all pictures
     * @param longest the same of the picture that has most; 0 if it has no step to make
     * @param leastSeconds that this picture takes for sure, though nothing else is drawn; 0 if nothing is sure
     */
    public record Cost(String resource, double all, double longest, double leastSeconds) {

        /** Of which it is not known what it takes for sure. */
        public Cost(String resource, double all, double longest) {
            this(resource, all, longest, 0);
        }
    }
}
