package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.trace.End;
import java.util.List;

/** A call that no instance carried out. The message is one sentence for the user. */
public final class DispatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final Reason reason;
    private final transient List<InferenceException> attempts;

    /**
     * @param attempts the failed attempts at the call, in order; the last one is the cause
     */
    DispatchException(Reason reason, String sentence, List<InferenceException> attempts) {
        super(sentence, attempts.isEmpty() ? null : attempts.get(attempts.size() - 1));
        this.sentence = sentence;
        this.reason = reason;
        this.attempts = List.copyOf(attempts);
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return sentence;
    }

    public Reason reason() {
        return reason;
    }

    /** The failed attempts at the call, in order; empty if there was none. */
    public List<InferenceException> attempts() {
        return attempts;
    }

    /** The end of what a trace shows of it. What servers said of attempts stays in the log. */
    End end() {
        return switch (reason) {
            case CANCELLED -> End.CANCELLED;
            case INSTANCES_FAILED -> End.failed(reason, "Every attempt failed.");
            case NO_INSTANCE, NOT_FINITE, DEADLINE -> End.failed(reason, sentence);
        };
    }

    /** Why the call was given up. */
    public enum Reason {
        /** No healthy instance serves the model, and none came back in time. */
        NO_INSTANCE,
        /** Every attempt failed. */
        INSTANCES_FAILED,
        /** It led to numbers that are none, on every engine there is. */
        NOT_FINITE,
        /** The caller's time is over. */
        DEADLINE,
        /** The caller cancelled it. */
        CANCELLED
    }
}
