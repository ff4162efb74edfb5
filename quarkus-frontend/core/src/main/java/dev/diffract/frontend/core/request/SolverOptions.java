package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says about UniPC's arithmetic, unchecked. {@code null} where nothing is said.
 *
 * @param order 1 to 3
 * @param type a {@link dev.diffract.frontend.core.sampling.schedule.SolverType}
 */
public record SolverOptions(@Nullable Long order, @Nullable String type) {

    /** Nothing said. */
    public static final SolverOptions NONE = new SolverOptions(null, null);
}
