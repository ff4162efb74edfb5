package dev.diffract.frontend.core.dispatch.policy;

/** In which order steps that wait are made; those of a higher class always go before those of a lower one. */
public enum Order {
    /** Whose picture can wait least and still be done in a multiple of what it takes alone: short pictures do not wait for long ones. */
    SLACK,
    /** Whose picture was asked for first. */
    OLDEST
}
