package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.admission.QueueFullException;
import dev.diffract.frontend.core.dispatch.DispatchException;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.trace.End;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A generation that could not be accepted or carried to its end. The message is one sentence for the user. */
public final class GenerationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final Reason reason;
    private final transient List<InferenceException> attempts;
    private final transient Optional<Duration> retryAfter;

    public GenerationException(Reason reason, String sentence) {
        this(reason, sentence, List.of(), null);
    }

    /** There is no room or no time for it. */
    public GenerationException(QueueFullException full) {
        super(full.getMessage(), full);
        this.sentence = full.getMessage();
        this.reason = Reason.QUEUE_FULL;
        this.attempts = List.of();
        this.retryAfter = full.retryAfter();
    }

    /** A call of the generation was given up. */
    public GenerationException(DispatchException failure) {
        this(reason(failure.reason()), failure.getMessage(), failure.attempts(), failure.getCause());
    }

    /**
     * @param cause what broke, if it was none of the calls
     */
    public GenerationException(Reason reason, String sentence, Throwable cause) {
        this(reason, sentence, List.of(), cause);
    }

    private GenerationException(
            Reason reason, String sentence, List<InferenceException> attempts, @Nullable Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
        this.reason = reason;
        this.attempts = List.copyOf(attempts);
        this.retryAfter = Optional.empty();
    }

    /** What a failure means for the generation it ends, whatever it is wrapped in. */
    static GenerationException of(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof GenerationException failure) {
            return failure;
        }
        if (cause instanceof DispatchException failure) {
            return new GenerationException(failure);
        }
        return new GenerationException(Reason.INTERNAL, "The generation broke for a reason nobody foresaw.", cause);
    }

    /** Whether it was refused because it would not be done by its deadline. */
    public boolean isForWantOfTime() {
        return getCause() instanceof QueueFullException full && full.bound() == QueueFullException.Bound.TIME;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return sentence;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether it may be a fault of the checkpoint that drew. */
    boolean blamesCheckpoint() {
        return reason == Reason.NOT_FINITE || reason == Reason.INSTANCES_FAILED;
    }

    /** When the same may be accepted, if that was foreseen; whole seconds. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The failed calls behind it, in order; empty unless instances failed. */
    public List<InferenceException> attempts() {
        return attempts;
    }

    /** The end of what a trace shows of it. What servers said of attempts stays in the log. */
    End end() {
        return switch (reason) {
            case CANCELLED -> End.CANCELLED;
            case INTERNAL -> End.BROKEN;
            case INSTANCES_FAILED -> End.failed(reason, "Every attempt at a call failed.");
            case QUEUE_FULL, NO_INSTANCE, NOT_FINITE, DEADLINE, STOPPED -> End.failed(reason, sentence);
        };
    }

    private static Reason reason(DispatchException.Reason reason) {
        return switch (reason) {
            case NO_INSTANCE -> Reason.NO_INSTANCE;
            case INSTANCES_FAILED -> Reason.INSTANCES_FAILED;
            case NOT_FINITE -> Reason.NOT_FINITE;
            case DEADLINE -> Reason.DEADLINE;
            case CANCELLED -> Reason.CANCELLED;
        };
    }

    /** What ended it. */
    public enum Reason {
        /** As many generations wait as are allowed to, or so many that it would not be done by its deadline. */
        QUEUE_FULL,
        /** No healthy instance serves the model, and none came back in time. */
        NO_INSTANCE,
        /** Every attempt at a call failed. */
        INSTANCES_FAILED,
        /** The picture became numbers that are none. The message says in which call, and names no instance. */
        NOT_FINITE,
        /** The generation's time is over. */
        DEADLINE,
        /** The caller cancelled it. */
        CANCELLED,
        /** This program ends. */
        STOPPED,
        /** A fault of this program; the cause says which. */
        INTERNAL
    }
}
