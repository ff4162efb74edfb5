package dev.diffract.builder.nvidia.nvml;

/** NVML cannot be used, or refused a call. The message is one sentence. */
public final class NvmlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it. */
    public enum Reason {
        /** {@code libnvidia-ml.so.1} is not on this machine. */
        NO_LIBRARY,
        /** The library is there, and the driver does not answer it. */
        NO_DRIVER,
        /** This user, or this container, may not ask. */
        NO_PERMISSION,
        /** Any other refusal. */
        CALL
    }

    private final Reason reason;

    NvmlException(Reason reason, String message) {
        this(reason, message, null);
    }

    NvmlException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
