package dev.diffract.embedded.cli;

/** Why the server did not start. The message is the one sentence the operator reads. */
final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Any failure as a sentence. */
    static String sentence(Throwable failure) {
        return failure instanceof StartFailure ? failure.getMessage() : "unexpected failure: " + failure;
    }
}
