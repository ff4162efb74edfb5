package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.plan.NoiseSource;

/**
 * What a user says about the noise, unchecked. {@code null} where nothing is said.
 *
 * @param source a {@link NoiseSource}
 * @param subseed 0 and up; -1 or {@code null} for a random one
 * @param subseedStrength how far to go from the seed's noise to the subseed's, 0 to 1
 */
public record NoiseOptions(String source, Long subseed, Double subseedStrength) {

    /** Nothing said. */
    public static final NoiseOptions NONE = new NoiseOptions(null, null, null);
}
