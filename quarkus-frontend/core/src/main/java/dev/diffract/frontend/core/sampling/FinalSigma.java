package dev.diffract.frontend.core.sampling;

import java.util.Arrays;
import java.util.Locale;

/** The σ a run ends at. */
public enum FinalSigma {
    /** No noise is left. */
    ZERO,
    /** The smallest of the training. */
    SIGMA_MIN;

    /**
     * @throws IllegalArgumentException if there is no such choice
     */
    static FinalSigma ofConfigName(String name) {
        return Arrays.stream(values())
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "final_sigmas_type '" + name + "' is not known; zero and sigma_min are"));
    }
}
