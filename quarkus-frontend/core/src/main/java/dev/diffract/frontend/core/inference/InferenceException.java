package dev.diffract.frontend.core.inference;

import org.jspecify.annotations.Nullable;

/** One call to one instance failed. The message says what was attempted; it never holds a prompt. */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final String detail;
    private final FailureKind kind;
    private final String instance;
    private final String model;

    /**
     * @param instance the instance's name
     * @param model the served model's name
     * @param sentence what went wrong
     */
    public InferenceException(FailureKind kind, String instance, String model, String sentence) {
        this(kind, instance, model, sentence, null);
    }

    public InferenceException(
            FailureKind kind, String instance, String model, String sentence, @Nullable Throwable cause) {
        super(cause);
        this.detail = sentence;
        this.sentence = model + " on " + instance + ": " + sentence;
        this.kind = kind;
        this.instance = instance;
        this.model = model;
    }

    /** Which call, and what went wrong. */
    @Override
    public String getMessage() {
        return sentence;
    }

    /** What went wrong, without where. */
    public String detail() {
        return detail;
    }

    public FailureKind kind() {
        return kind;
    }

    public String instance() {
        return instance;
    }

    public String model() {
        return model;
    }
}
