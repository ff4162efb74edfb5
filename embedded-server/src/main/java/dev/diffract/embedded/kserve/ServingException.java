package dev.diffract.embedded.kserve;

import java.util.concurrent.CompletionException;

/** An answer that is an error: its kind, and a sentence for the client. */
public final class ServingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ServingException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ServingException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static ServingException invalid(String message) {
        return new ServingException(ErrorCode.INVALID_ARGUMENT, message);
    }

    public ErrorCode code() {
        return code;
    }

    /** Any failure as an answer: its own if it is one already, INTERNAL otherwise. */
    public static ServingException of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ServingException serving) {
            return serving;
        }
        if (cause instanceof OutOfMemoryError) {
            return new ServingException(ErrorCode.INTERNAL, "the server ran out of memory for this request", cause);
        }
        return new ServingException(ErrorCode.INTERNAL, "unexpected failure: " + cause, cause);
    }
}
