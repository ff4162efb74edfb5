package dev.diffract.builder.graphs.check;

/** A converted graph that runs, and computes something else than its original. */
public final class DifferenceException extends CheckException {

    private static final long serialVersionUID = 1L;

    public DifferenceException(String message) {
        super(message);
    }
}
