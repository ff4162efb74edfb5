package dev.diffract.builder.cli.demo;

/** A demo that cannot go on. The message is for the person who started it. */
public final class DemoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DemoException(String message) {
        super(message);
    }

    public DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
