package dev.diffract.frontend.core.imaging;

/**
 * Is told what is about to be done with pixels, row by row: whoever waits for it may be gone, and memory full. What it throws ends the effort.
 */
@FunctionalInterface
public interface Effort {

    /** Of which nobody is told. */
    Effort UNSEEN = steps -> {};

    /**
     * Something will be computed.
     *
     * @param steps about as many as there are values read, 0 and up; those of a row at most
     */
    void spend(long steps);

    /**
     * Memory will be used, beside what is given and what comes of it.
     *
     * @param bytes 0 and up
     */
    default void take(long bytes) {}
}
