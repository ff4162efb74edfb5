package dev.diffract.frontend.core.inference;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends calls to instances. Implementations do not block, retry, or choose. */
public interface InferenceGateway {

    /**
     * Makes one call.
     *
     * @param timeout positive; sent along as the deadline and enforced on this side too
     * @return completed with the answer, or exceptionally with an {@link InferenceException}; cancelling it tells the
     *     instance that nobody waits any more
     */
    CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout);
}
