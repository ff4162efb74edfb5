package dev.diffract.frontend.core.dispatch;

/**
 * How many calls may be made a second time while the first is under way: each costs a slice the time of a call. One for every twenty calls,
 * and some that were not needed before: as many slices may stop at once. Not thread-safe.
 */
final class Hedges {

    /** Calls to a hedge. */
    private static final int CALLS = 20;

    private static final int MOST = 4;

    /** In calls. */
    private int saved = MOST * CALLS;

    /** A call was made, not a hedge. */
    void called() {
        saved = Math.min(MOST * CALLS, saved + 1);
    }

    /** Whether one may be made now; then it counts as made. */
    boolean take() {
        if (saved < CALLS) {
            return false;
        }
        saved -= CALLS;
        return true;
    }
}
