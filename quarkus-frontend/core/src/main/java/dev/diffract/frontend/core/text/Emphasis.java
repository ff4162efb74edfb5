package dev.diffract.frontend.core.text;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of weights in AUTOMATIC1111's syntax; the labels are its own. */
public enum Emphasis {

    /** Text states times weight, then scaled so that the chunk's mean stays what it was. */
    ORIGINAL("Original"),

    /** Text states times weight. */
    NO_NORM("No norm"),

    /** Brackets and weights are taken out, and mean nothing. */
    IGNORE("Ignore"),

    /** Brackets and weights are text like any other. */
    NONE("None");

    private final String label;

    Emphasis(String label) {
        this.label = label;
    }

    /** As users write it. */
    public String label() {
        return label;
    }

    public static Optional<Emphasis> find(String label) {
        return Arrays.stream(values())
                .filter(emphasis -> emphasis.label.equalsIgnoreCase(label))
                .findFirst();
    }
}
