package dev.diffract.embedded.ensemble;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.model.ServedModel;
import java.util.concurrent.CompletableFuture;

/** Sends a step's request to its model, whichever version of it serves at that moment. */
@FunctionalInterface
public interface MemberCaller {

    CompletableFuture<ServedModel.Result> call(InferenceRequest request, Cancellation cancellation);
}
