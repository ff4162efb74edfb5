package dev.diffract.frontend.core.inference;

/** Why a call to an instance failed, as far as it matters for what to do next. */
public enum FailureKind {
    /** The request itself is refused: wrong name, type or shape. Every instance would refuse it. */
    INVALID(false, false, true),
    /** The instance does not serve the model, or no longer. Another may. */
    NOT_FOUND(true, true, false),
    /** The instance is alive and full. It is not ill, and another may have room. */
    OVERLOADED(true, false, false),
    /** The call waited in the instance's queue for longer than its server allows: others' calls were before it. The instance is not ill. */
    EXPIRED(true, false, false),
    /** No answer in time: slow, or hanging. */
    DEADLINE(true, true, true),
    /** The instance is stopping, or the model is being taken out of service: it ends what it has. Another may help. */
    DRAINING(true, true, false),
    /** No connection, or not ready. */
    UNAVAILABLE(true, true, false),
    /** The connection broke while the instance had the call: it went, maybe by what it computed. */
    LOST(true, true, false),
    /** The inference itself broke, or its answer makes no sense. */
    INTERNAL(true, true, true),
    /**
     * The call led to numbers that are none: NaN, or infinity. The instance is well, and would answer the same again; so would every
     * other of the same engine.
     */
    NOT_FINITE(true, false, true),
    /** The caller gave up. */
    CANCELLED(false, false, false);

    private final boolean retryHelps;
    private final boolean countsAgainstInstance;
    private final boolean countsAgainstCall;

    FailureKind(boolean retryHelps, boolean countsAgainstInstance, boolean countsAgainstCall) {
        this.retryHelps = retryHelps;
        this.countsAgainstInstance = countsAgainstInstance;
        this.countsAgainstCall = countsAgainstCall;
    }

    /** Whether the instance said so itself: else nothing was heard of it. */
    public boolean isAnswer() {
        return switch (this) {
            case NOT_FOUND, OVERLOADED, EXPIRED, DRAINING, INTERNAL, NOT_FINITE -> true;
            case INVALID, DEADLINE, UNAVAILABLE, LOST, CANCELLED -> false;
        };
    }

    /** Whether the same call may succeed on another instance. */
    public boolean retryHelps() {
        return retryHelps;
    }

    /** Whether the instance should leave rotation until a poll finds it healthy again. */
    public boolean countsAgainstInstance() {
        return countsAgainstInstance;
    }

    /** Whether the call itself may be to blame: such failures are counted, all others are waited out. */
    public boolean countsAgainstCall() {
        return countsAgainstCall;
    }
}
