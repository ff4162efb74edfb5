package dev.diffract.frontend.core.text;

/** A prompt that cannot be used as it is. Neither message nor limit quotes it. */
public final class PromptException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient PromptLimit limit;

    public PromptException(PromptLimit limit) {
        super("a prompt is beyond " + limit);
        this.limit = limit;
    }

    /** What it does not keep to. */
    public PromptLimit limit() {
        return limit;
    }
}
