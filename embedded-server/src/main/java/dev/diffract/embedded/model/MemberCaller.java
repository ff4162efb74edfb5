package dev.diffract.embedded.model;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.InferenceRequest;
import java.util.concurrent.CompletableFuture;

/** Sends a step's request to its model, whichever version of it serves at that moment. */
@FunctionalInterface
public interface MemberCaller {

    CompletableFuture<ServedModel.Result> call(InferenceRequest request, Cancellation cancellation);
}
