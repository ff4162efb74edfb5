package dev.diffract.frontend.core.dispatch.policy;

import java.time.Instant;

/**
 * On which terms work is done.
 *
 * @param caller who asked for it
 * @param priority higher is more urgent; 0 is the usual one
 * @param deadline when the caller loses interest
 * @param label what users see the instance do, for example {@code <generation> step 3/20}
 */
public record Terms(Caller caller, int priority, Instant deadline, String label) {

    /** Of the usual priority, for nobody in particular. */
    public static Terms of(Instant deadline, String label) {
        return new Terms(Caller.ANYBODY, 0, deadline, label);
    }
}
