package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.admission.Standing;
import java.util.Locale;

/** Classes of generations, as labels of metrics have them. */
public enum PriorityClass {
    /** The usual one. */
    INTERACTIVE,
    /** What takes what the usual one leaves. */
    BATCH;

    /** @param priority 0 is the usual one, below is what takes what that leaves */
    public static PriorityClass of(int priority) {
        return priority < Standing.USUAL ? BATCH : INTERACTIVE;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
