package dev.diffract.frontend.core.sampling.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The σ a run ends at. */
public enum FinalSigma {
    /** No noise is left. */
    ZERO,
    /** The smallest of the training. */
    SIGMA_MIN;

    /** The name in configurations and requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FinalSigma> find(String id) {
        return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
    }

    /**
     * @throws IllegalArgumentException if there is no such name
     */
    static FinalSigma ofConfigName(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "final_sigmas_type '" + name + "' is not known; zero and sigma_min are"));
    }
}
