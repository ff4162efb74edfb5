package dev.diffract.frontend.core.dispatch;

import java.util.concurrent.CompletionStage;

/** A call that the dispatcher has taken on. Thread-safe. */
public interface RunningCall<T> {

    /**
     * Completed on the dispatcher's executor with the value, or exceptionally: with a {@link DispatchException} if no instance
     * carried it out, with anything else if this program has a fault.
     */
    CompletionStage<Dispatched<T>> result();

    /**
     * Completed, on the executor, once work {@linkplain dev.diffract.frontend.core.dispatch.policy.Exact#begun that goes on} waits for
     * somebody to return who computes as what began with it; never if it always had somebody.
     */
    CompletionStage<Void> stranded();

    /**
     * Takes the call back: from the queue, or from the instance, which is told that nobody waits any more. The result is then
     * {@link DispatchException.Reason#CANCELLED}. Does nothing once there is a result.
     */
    void cancel();
}
