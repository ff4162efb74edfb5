package dev.diffract.frontend.core.inference;

/** Why a call to an instance failed, as far as it matters for what to do next. */
public enum FailureKind {
    /** The request itself is refused: wrong name, type or shape. Every instance would refuse it. */
    INVALID(false, false),
    /** The instance does not serve the model. Another may. */
    NOT_FOUND(true, true),
    /** The instance is alive and full. It is not ill, and another may have room. */
    OVERLOADED(true, false),
    /** No answer in time: slow, or hanging. */
    DEADLINE(true, true),
    /** No connection, draining, or not ready. */
    UNAVAILABLE(true, true),
    /** The inference itself broke, or its answer makes no sense. */
    INTERNAL(true, true),
    /**
     * The call led to numbers that are none: NaN, or infinity. The instance is well, and would answer the same again; so would every
     * other of the same engine.
     */
    NOT_FINITE(true, false),
    /** The caller gave up. */
    CANCELLED(false, false);

    private final boolean retryHelps;
    private final boolean countsAgainstInstance;

    FailureKind(boolean retryHelps, boolean countsAgainstInstance) {
        this.retryHelps = retryHelps;
        this.countsAgainstInstance = countsAgainstInstance;
    }

    /** Whether the same call may succeed on another instance. */
    public boolean retryHelps() {
        return retryHelps;
    }

    /** Whether the instance should leave rotation until a poll finds it healthy again. */
    public boolean countsAgainstInstance() {
        return countsAgainstInstance;
    }
}
