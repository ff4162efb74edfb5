package dev.diffract.embedded.model;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.statistics.PhaseTimes;
import dev.diffract.repository.kserve.Tensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One version of a model that can run. Thread-safe. */
public interface ServedModel extends AutoCloseable {

    /**
     * @param outputs the tensors asked for, in that order, shaped as the configuration says
     * @param times where the time went
     */
    record Result(List<Tensor> outputs, PhaseTimes times) {
        public Result {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Runs one request, alone or in a batch.
     *
     * @return completed exceptionally with a {@link ServingException} if the request waits too long, is cancelled while
     *     it waits, or fails
     * @throws ServingException UNAVAILABLE if the queue is full or the model is being closed
     */
    CompletableFuture<Result> infer(CheckedRequest request, Cancellation cancellation);

    /** Requests that wait in the model's own queue. */
    int pending();

    /** Finishes what was accepted, then gives memory and threads back. */
    @Override
    void close();
}
