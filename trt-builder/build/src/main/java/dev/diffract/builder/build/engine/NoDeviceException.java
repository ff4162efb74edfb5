package dev.diffract.builder.build.engine;

/** This process has no GPU to compute on. The message says why, and what would help. */
public final class NoDeviceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoDeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
