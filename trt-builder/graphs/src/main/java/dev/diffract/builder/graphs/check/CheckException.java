package dev.diffract.builder.graphs.check;

/** A graph that does not run, or does not do what its original did. The message says which and by how much. */
public class CheckException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CheckException(String message) {
        super(message);
    }

    public CheckException(String message, Throwable cause) {
        super(message, cause);
    }
}
