package dev.diffract.builder.cli.fleet;

/** The frontend cannot be asked, or does not do what it is asked for. The message is for the person who asked. */
public final class FleetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FleetException(String message) {
        super(message);
    }

    FleetException(String message, Throwable cause) {
        super(message, cause);
    }
}
