package dev.diffract.frontend.core.sampling.schedule;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a request may choose of UniPC's arithmetic. What is left open is as in the scheduler's configuration.
 *
 * @param order 1 to 3; 2 where the configuration says nothing either
 * @param type otherwise {@link SolverType#BH2}
 */
public record SolverChoice(OptionalInt order, Optional<SolverType> type) {

    public static final int LARGEST_ORDER = 3;

    /** Everything left open. */
    public static final SolverChoice NONE = new SolverChoice(OptionalInt.empty(), Optional.empty());

    /**
     * @throws IllegalArgumentException if the order is out of range
     */
    public SolverChoice {
        if (order.isPresent() && (order.getAsInt() < 1 || order.getAsInt() > LARGEST_ORDER)) {
            throw new IllegalArgumentException(
                    "a solver's order must be from 1 to " + LARGEST_ORDER + ", was " + order.getAsInt());
        }
    }
}
