package dev.diffract.frontend.core.inference;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Sends calls to instances. Implementations do not block, retry, or choose. */
public interface InferenceGateway {

    /**
     * Makes one call.
     *
     * @param timeout positive; sent along as the deadline and enforced on this side too
     * @return completed with the answer, or exceptionally with an
     *     {@link dev.diffract.frontend.core.inference.InferenceException}
     */
    CompletionStage<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout);
}
