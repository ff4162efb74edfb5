package dev.diffract.embedded.kserve;

/** Triton's kinds of errors, with the HTTP status each one becomes. gRPC statuses have the same names. */
public enum ErrorCode {
    INVALID_ARGUMENT(400),
    NOT_FOUND(404),
    UNAVAILABLE(503),
    UNIMPLEMENTED(501),
    INTERNAL(500),
    CANCELLED(400);

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
