package dev.diffract.builder.build.bench;

/** Why nothing can be measured, or what was measured is wrong. The message is one sentence. */
public final class BenchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
