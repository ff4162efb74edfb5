package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says about the noise, unchecked. {@code null} where nothing is said.
 *
 * @param source a {@link dev.diffract.frontend.core.plan.NoiseSource}
 * @param seed 0 and up; -1 or {@code null} for a random one
 * @param subseed 0 and up; -1 or {@code null} for a random one
 * @param subseedStrength how far to go from the seed's noise to the subseed's, 0 to 1
 */
public record NoiseRequest(
        @Nullable String source,
        @Nullable Long seed,
        @Nullable Long subseed,
        @Nullable Double subseedStrength) {}
