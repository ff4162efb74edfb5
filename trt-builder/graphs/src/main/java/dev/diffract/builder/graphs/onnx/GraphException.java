package dev.diffract.builder.graphs.onnx;

/** A graph that cannot be read or cannot be changed as serving needs. The message says what, and where in the graph. */
public final class GraphException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GraphException(String message) {
        super(message);
    }

    public GraphException(String message, Throwable cause) {
        super(message, cause);
    }
}
