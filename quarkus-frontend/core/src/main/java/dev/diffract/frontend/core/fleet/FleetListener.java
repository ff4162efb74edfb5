package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
import java.util.Optional;

/**
 * Is told of changes of the fleet, one at a time and in order. Must return at once, not throw, and may not assume to be told before
 * the call that brought the change returns. What it throws all the same goes to the thread's handler of uncaught exceptions; others
 * are told what they would have been.
 */
public interface FleetListener {

    /** An instance came; nothing is known of it yet. */
    default void added(TritonInstance instance) {}

    /** What is known of an instance has become something else. */
    default void changed(InstanceSnapshot snapshot) {}

    /**
     * A look ended.
     *
     * @param counts what the server has counted up to then; empty if it did not tell
     */
    default void counted(TritonInstance instance, Optional<ServerCounts> counts, Instant now) {}

    /** An instance went. Calls that it was given may still be under way. */
    default void removed(TritonInstance instance) {}
}
