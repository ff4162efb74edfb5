package dev.diffract.frontend.intake;

/** Whoever sent a request is gone: nobody waits for what is being read. */
public final class CallerGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CallerGoneException() {
        super("Whoever sent the request is gone.");
    }
}
