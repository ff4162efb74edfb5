package dev.diffract.frontend.service;

/** The fleet cannot be changed as an operator wants it. The message is a sentence for them. */
public final class FleetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /** No slice is called so. */
        UNKNOWN_SLICE,
        /** Nobody would be left who can draw some model. */
        LAST_SLICE,
        /** The list of slices is read at the start only. */
        FIXED_SLICES,
        /** The list of slices cannot be read, or something in it is wrong. */
        WRONG_SLICES,
        /** There is no such repository. */
        UNKNOWN_REPOSITORY,
        /** A repository cannot be read, or cannot take the place of another. */
        WRONG_REPOSITORY,
        /** Another switch is under way. */
        SWITCHING,
        /** There is nothing to go back to. */
        NOT_SWITCHED
    }

    public FleetException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
