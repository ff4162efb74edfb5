package dev.diffract.embedded.model;

/** A model version's state, with the names of the repository index. */
public enum ModelState {
    LOADING,
    READY,
    UNLOADING,
    UNAVAILABLE
}
