package dev.diffract.frontend.metrics;

import java.util.Locale;

/** Why a request for pictures is not begun. */
public enum Refusal {
    /** It is wrong. */
    INVALID_REQUEST,
    MODEL_NOT_FOUND,
    /** No room to read it. */
    INTAKE_FULL,
    /** No memory for its pictures. */
    MEMORY_FULL,
    /** As many wait as may. */
    QUEUE_FULL,
    /** As much waits as may, by the time that it takes. */
    WORK_FULL,
    /** As many of the same caller wait as may. */
    CALLER_FULL,
    /** It would not be done by its deadline. */
    TOO_LATE,
    /** No slice is there that could draw it. */
    NO_SLICE,
    /** The frontend is stopping. */
    STOPPED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
