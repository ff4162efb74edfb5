package dev.diffract.frontend.core.sampling.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The function B(h) that UniPC divides by (Zhao et al. 2023). */
public enum SolverType {
    /** h. */
    BH1,
    /** e^h - 1. */
    BH2;

    /** The name in configurations, requests and infotexts. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SolverType> find(String id) {
        return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
    }
}
