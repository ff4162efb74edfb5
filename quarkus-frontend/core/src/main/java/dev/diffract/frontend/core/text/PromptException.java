package dev.diffract.frontend.core.text;

/** A prompt that cannot be used as it is. The message says what it must be, without quoting it. */
public final class PromptException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String sentence;

    public PromptException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
