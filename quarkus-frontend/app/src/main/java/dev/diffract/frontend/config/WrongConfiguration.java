package dev.diffract.frontend.config;

/** The configuration cannot be run with. The message is the one sentence that the user sees before the program exits. */
public final class WrongConfiguration extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongConfiguration(String message) {
        super(message);
    }

    public WrongConfiguration(String message, Throwable cause) {
        super(message, cause);
    }
}
