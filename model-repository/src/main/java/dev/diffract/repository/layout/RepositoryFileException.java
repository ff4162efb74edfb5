package dev.diffract.repository.layout;

/** A tokenizer or scheduler file that is missing or malformed. The message says which file, where in it, and what. */
public final class RepositoryFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RepositoryFileException(String message) {
        super(message);
    }

    public RepositoryFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
