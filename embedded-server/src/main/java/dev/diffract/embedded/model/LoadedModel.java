package dev.diffract.embedded.model;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.kserve.RequestCheck;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.repository.proto.ModelConfig;
import java.util.concurrent.CompletableFuture;

/**
 * A version that is in memory.
 *
 * @param config complete: what Triton would fill in is filled in
 * @param version the directory's number
 * @param served runs it
 * @param counters what it did
 * @param loadSeconds how long loading took
 */
public record LoadedModel(
        ModelConfig config, long version, ServedModel served, ModelCounters counters, double loadSeconds) {

    /**
     * Checks and runs one request.
     *
     * @return completed exceptionally with a {@link ServingException}
     * @throws ServingException INVALID_ARGUMENT if the request does not fit the configuration, UNAVAILABLE if the queue is
     *     full or this version is going out of service
     */
    public CompletableFuture<ServedModel.Result> run(InferenceRequest request, Cancellation cancellation) {
        return served.infer(new RequestCheck(config).check(request), cancellation);
    }
}
