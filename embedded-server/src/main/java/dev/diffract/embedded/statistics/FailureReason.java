package dev.diffract.embedded.statistics;

/** The {@code reason} label of nv_inference_request_failure. */
public enum FailureReason {
    /** Turned away by the queue: full, or waited too long. */
    REJECTED,
    CANCELED,
    /** The graph did not run. */
    BACKEND,
    OTHER
}
