package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;

/**
 * An instance failed at a call. It is to blame once others have done all that it did not do; it is not where some of that failed elsewhere, too: then it
 * may be the work. Not thread-safe.
 */
final class Suspicion {

    private final TritonInstance instance;
    private int left;
    private boolean dropped;

    Suspicion(TritonInstance instance) {
        this.instance = instance;
    }

    TritonInstance instance() {
        return instance;
    }

    /** One more piece of work in the call that was not done. What an instance that stops, or is given another model, does not do says nothing. */
    void undone(FailureKind kind) {
        left++;
        dropped |= switch (kind) {
            case INTERNAL, DEADLINE, UNAVAILABLE, LOST -> false;
            case INVALID, NOT_FOUND, OVERLOADED, EXPIRED, DRAINING, NOT_FINITE, CANCELLED -> true;
        };
    }

    /**
     * A piece of it is done.
     *
     * @return whether the instance is to blame: that was the last
     */
    boolean done(TritonInstance by) {
        left--;
        dropped |= by.equals(instance);
        return left == 0 && !dropped;
    }

    /** The instance may not be to blame. */
    void drop() {
        dropped = true;
    }
}
