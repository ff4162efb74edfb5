package dev.diffract.frontend.dialect.nativ.request;

/** How a generation is told of. */
public enum Answer {
    /** Once, when all is done. */
    WHOLE,
    /** By events on the way. */
    EVENTS
}
