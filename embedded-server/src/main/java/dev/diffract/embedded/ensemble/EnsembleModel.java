package dev.diffract.embedded.ensemble;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.MemberCaller;
import dev.diffract.embedded.model.ServedModel;
import dev.diffract.embedded.statistics.FailureReason;
import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.repository.proto.ModelConfig;
import java.util.concurrent.CompletableFuture;

/**
 * Runs an ensemble by running its members. It holds no queue: each member batches for itself, so two requests of the
 * ensemble meet in a member's queue.
 */
public final class EnsembleModel implements ServedModel {

    private final ModelConfig config;
    private final MemberCaller members;
    private final ModelCounters counters;

    public EnsembleModel(ModelConfig config, MemberCaller members, ModelCounters counters) {
        this.config = config;
        this.members = members;
        this.counters = counters;
    }

    @Override
    public CompletableFuture<Result> infer(CheckedRequest request, Cancellation cancellation) {
        long start = System.nanoTime();
        return new EnsembleRun(config, members, request, cancellation).outputs().handle((result, failure) -> {
            long nanos = System.nanoTime() - start;
            if (failure != null) {
                throw failed(ServingException.of(failure), nanos);
            }
            counters.executed(request.samples(), result.times());
            counters.succeeded(request.samples(), nanos, result.times());
            return result;
        });
    }

    @Override
    public int pending() {
        return 0;
    }

    @Override
    public void close() {
        // Members belong to the registry, and requests that run hold what they need.
    }

    private ServingException failed(ServingException failure, long nanos) {
        counters.failed(nanos, failure.code() == ErrorCode.CANCELLED ? FailureReason.CANCELED : FailureReason.OTHER);
        return new ServingException(
                failure.code(), "in ensemble '" + config.getName() + "', " + failure.getMessage(), failure);
    }
}
