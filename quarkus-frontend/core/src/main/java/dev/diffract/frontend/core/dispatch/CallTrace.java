package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.trace.End;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Facts;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private final AtomicReference<@Nullable Phase> waiting = new AtomicReference<>();
    private final Map<TritonInstance, Phase> attempts = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();

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
        waiting.set(new Phase(Part.QUEUE, Facts.NONE, clock.instant()));
    }

    /**
     * @param rows of the whole batch
     * @param now when the instance was chosen
     * @return how long it had waited; empty if it was over before
     */
    Optional<Duration> sent(TritonInstance instance, long rows, Instant now) {
        int attempt = sent.incrementAndGet();
        Facts facts = Facts.NONE
                .with(Fact.SLICE, instance.name())
                .with(Fact.BATCH, rows)
                .with(Fact.ATTEMPT, attempt)
                .with(Fact.CAUSE, cause(attempt));
        Phase waited = waiting.getAndSet(null);
        tell(waited, now, End.OK);
        attempts.put(instance, new Phase(Part.ATTEMPT, facts, now));
        return Optional.ofNullable(waited).map(phase -> Duration.between(phase.since(), until(phase, now)));
    }

    private String cause(int attempt) {
        if (attempt == 1) {
            return "first";
        }
        return attempts.isEmpty() ? "failover" : "hedge";
    }

    /** An instance was the first to answer: nobody waits for what else was tried. */
    void done(TritonInstance instance) {
        over(instance, End.OK);
        over(End.CANCELLED);
    }

    /** The attempt on an instance failed. */
    void failed(TritonInstance instance, InferenceException failure) {
        over(instance, end(failure));
    }

    /** The attempt on an instance was taken back, because the instance is gone. */
    void moved(TritonInstance instance) {
        over(instance, End.failed(FailureKind.UNAVAILABLE, "The slice was gone; the call is made elsewhere."));
    }

    /** It was given up, or this program has a fault. */
    void failed(Throwable failure) {
        over(end(failure));
    }

    private void over(TritonInstance instance, End end) {
        tell(attempts.remove(instance), clock.instant(), end);
    }

    private void over(End end) {
        tell(waiting.getAndSet(null), clock.instant(), end);
        attempts.keySet().forEach(instance -> over(instance, end));
    }

    private void tell(@Nullable Phase ended, Instant now, End end) {
        if (ended != null) {
            span.past(ended.part(), ended.facts(), ended.since(), until(ended, now), end);
        }
    }

    /** The clock may have been set back. */
    private static Instant until(Phase ended, Instant now) {
        return now.isBefore(ended.since()) ? ended.since() : now;
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
