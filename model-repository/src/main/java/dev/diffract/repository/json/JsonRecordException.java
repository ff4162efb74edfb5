package dev.diffract.repository.json;

/** A text that is not the JSON it should be. The message is a sentence that says where and what. */
public final class JsonRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    public JsonRecordException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public JsonRecordException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
