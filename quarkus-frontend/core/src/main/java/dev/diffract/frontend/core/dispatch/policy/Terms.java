package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.trace.Span;
import java.time.Instant;

/**
 * On which terms work is done.
 *
 * @param caller who asked for it
 * @param standing its class: higher is more urgent
 * @param deadline when the caller loses interest
 * @param course of the picture that it is for
 * @param label what users see the instance do, for example {@code <generation> step 3/20}
 * @param span what a trace shows of it; nothing is decided by it
 */
public record Terms(Caller caller, Standing standing, Instant deadline, Course course, String label, Span span) {

    /** Of the usual class, for nobody in particular, as if it were all of its picture, where no trace looks. */
    public static Terms of(Instant deadline, String label) {
        return new Terms(
                Caller.ANYBODY,
                Standing.of(Standing.USUAL),
                deadline,
                new Course(Instant.EPOCH, 0, 1),
                label,
                Span.NONE);
    }
}
