package dev.diffract.frontend.core.failure;

import java.util.List;

/** A generation that could not be accepted or carried to its end. The message is one sentence for the user. */
public final class GenerationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient List<InferenceException> attempts;

    public GenerationException(Reason reason, String sentence) {
        this(reason, sentence, List.of());
    }

    /**
     * @param attempts the failed calls behind it, in order
     */
    public GenerationException(Reason reason, String sentence, List<InferenceException> attempts) {
        this(reason, sentence, attempts, attempts.isEmpty() ? null : attempts.get(attempts.size() - 1));
    }

    /**
     * @param cause what broke, if it was none of the calls
     */
    public GenerationException(Reason reason, String sentence, Throwable cause) {
        this(reason, sentence, List.of(), cause);
    }

    private GenerationException(Reason reason, String sentence, List<InferenceException> attempts, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
        this.attempts = List.copyOf(attempts);
    }

    public Reason reason() {
        return reason;
    }

    /** The failed calls behind it, in order; empty unless instances failed. */
    public List<InferenceException> attempts() {
        return attempts;
    }

    /** What ended it. */
    public enum Reason {
        /** No repository describes a model of that name. */
        MODEL_NOT_FOUND("model_not_found"),
        /** As many generations wait as are allowed to. */
        QUEUE_FULL("queue_full"),
        /** No healthy instance serves the model, and none came back in time. */
        NO_INSTANCE("no_slice"),
        /** Every attempt at a call failed. */
        INSTANCES_FAILED("slice_failed"),
        /** The generation's time is over. */
        DEADLINE("deadline"),
        /** The caller cancelled it. */
        CANCELLED("cancelled");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The reason's name in the REST interface and in metrics. */
        public String code() {
            return code;
        }
    }
}
