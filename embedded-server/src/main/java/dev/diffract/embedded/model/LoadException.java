package dev.diffract.embedded.model;

/** A model that cannot be served. The message says which and why, for the repository index and the operator. */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LoadException(String message) {
        super(message);
    }

    public LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
