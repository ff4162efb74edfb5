package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.trace.End;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Facts;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.Span;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a trace shows of a piece of work: each wait for a slice, and each attempt. They are told when they are over, so that what ends
 * at the same moment in two ways is told once. Thread-safe.
 */
final class CallTrace {

    private final Span span;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Phase> phase = new AtomicReference<>();
    private final AtomicInteger attempts = new AtomicInteger();

    /** What is not over yet. */
    private record Phase(Part part, Facts facts, Instant since) {}

    /** Begins to wait now. */
    CallTrace(Span span, InstantSource clock) {
        this.span = span;
        this.clock = clock;
        waits();
    }

    /** Tells nothing: it is called under a lock. */
    void waits() {
        phase.set(new Phase(Part.QUEUE, Facts.NONE, clock.instant()));
    }

    /**
     * @param rows of the whole batch
     * @param now when the instance was chosen
     */
    void sent(TritonInstance instance, long rows, Instant now) {
        Facts facts = Facts.NONE
                .with(Fact.SLICE, instance.name())
                .with(Fact.BATCH, rows)
                .with(Fact.ATTEMPT, attempts.incrementAndGet());
        tell(phase.getAndSet(new Phase(Part.ATTEMPT, facts, now)), now, End.OK);
    }

    void done() {
        over(End.OK);
    }

    /** An attempt at it failed, it was given up, or this program has a fault. */
    void failed(Throwable failure) {
        over(end(failure));
    }

    /** The attempt at it was taken back, because its instance is gone. */
    void moved() {
        over(End.failed(FailureKind.UNAVAILABLE, "The slice was gone; the call is made elsewhere."));
    }

    private void over(End end) {
        tell(phase.getAndSet(null), clock.instant(), end);
    }

    private void tell(@Nullable Phase ended, Instant now, End end) {
        if (ended != null) {
            Instant until = now.isBefore(ended.since()) ? ended.since() : now;
            span.past(ended.part(), ended.facts(), ended.since(), until, end);
        }
    }

    private static End end(Throwable failure) {
        if (failure instanceof InferenceException ofAttempt) {
            return end(ofAttempt);
        }
        return failure instanceof DispatchException known ? known.end() : End.BROKEN;
    }

    /** What a server says stays in the log. */
    private static End end(InferenceException failure) {
        return End.failed(
                failure.kind(),
                failure.kind() == FailureKind.NOT_FINITE
                        ? failure.getMessage()
                        : "A call of " + failure.model() + " on " + failure.instance()
                                + " failed; the log has the words of it.");
    }
}
