package dev.diffract.repository.json;

/** A text that is not the JSON it should be. The message is a sentence that says where and what. */
public final class JsonRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JsonRecordException(String message) {
        super(message);
    }

    public JsonRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
