package dev.diffract.frontend.service;

/** Where it stands which slices there are to be. */
@FunctionalInterface
public interface SliceList {

    /**
     * Reads it again: slices that are new in it come, others go when they have ended what they have.
     *
     * @throws FleetException if it cannot be read again, or is wrong; then nothing has changed
     */
    void reload();
}
