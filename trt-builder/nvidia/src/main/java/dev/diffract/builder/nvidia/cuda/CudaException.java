package dev.diffract.builder.nvidia.cuda;

/** CUDA cannot be used, or refused a call. The message is one sentence. */
public final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it. */
    public enum Reason {
        /** No driver library, or one that does not start. */
        NO_DRIVER,
        /** A driver that shows no device to this process. */
        NO_GPU,
        /** Too little memory on the device. */
        OUT_OF_MEMORY,
        /** Any other refusal. */
        CALL
    }

    private final Reason reason;

    public CudaException(Reason reason, String message) {
        this(reason, message, null);
    }

    public CudaException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
