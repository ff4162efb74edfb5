package dev.diffract.frontend.core.fleet;

/** What is known of an instance. Only {@link #HEALTHY} ones get work. */
public enum InstanceState {
    /** Not asked yet. */
    PENDING,
    /** Ready, and serves what its repository's manifest describes. */
    HEALTHY,
    /** Ends the calls that it has and gets no others: an operator wants it so, or its server is stopping. */
    DRAINING,
    /** Said it is not ready, or a call failed since. */
    UNHEALTHY,
    /** Cannot be asked. */
    UNKNOWN,
    /** Ready, and serves something else than the frontend's repositories describe. Waiting does not help. */
    MISMATCHED
}
