package dev.diffract.frontend.core.fleet;

/** Where what is known of an instance comes from. */
public enum Evidence {
    /** A look that it answered, however; or there was none yet. */
    ANSWER,
    /** A look found that nothing takes a connection at its address, or something else does. */
    ABSENCE,
    /** A look that it did not answer in time: it may only be busy. */
    SILENCE,
    /** The same for long: many looks in a row, and no call since the first of them was answered either. */
    LONG_SILENCE,
    /** No look, but a call that failed. */
    FAILED_CALL
}
