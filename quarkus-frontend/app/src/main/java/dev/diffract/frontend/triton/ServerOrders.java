package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.rollout.ServerModels;
import dev.diffract.frontend.core.rollout.ServerRefusal;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.ModelStatisticsRequest;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryIndexResponse.ModelIndex;
import dev.diffract.kserve.RepositoryModelLoadRequest;
import dev.diffract.kserve.RepositoryModelUnloadRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Has servers load and unload models, one after the other, and only those that are not as they are to be; and asks what they count. Thread-safe. */
public final class ServerOrders implements ServerModels {

    private static final Duration ASKING = Duration.ofSeconds(10);

    /** As Triton says it unless it was started with explicit control of its models. */
    private static final String NOT_ALLOWED = "explicit model load / unload is not allowed";

    private final TritonChannels channels;
    private final Duration patience;

    /**
     * @param patience for one model to be loaded, positive
     */
    public ServerOrders(TritonChannels channels, Duration patience) {
        this.channels = channels;
        this.patience = patience;
    }

    @Override
    public CompletionStage<Void> load(TritonInstance instance, List<String> names) {
        return each(
                instance,
                names,
                false,
                name -> channels.call(
                                instance,
                                GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(),
                                RepositoryModelLoadRequest.newBuilder()
                                        .setModelName(name)
                                        .build(),
                                patience)
                        .thenAccept(loaded -> {}));
    }

    @Override
    public CompletionStage<Void> unload(TritonInstance instance, List<String> names) {
        return each(
                instance,
                names,
                true,
                name -> channels.call(
                                instance,
                                GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod(),
                                RepositoryModelUnloadRequest.newBuilder()
                                        .setModelName(name)
                                        .build(),
                                patience)
                        .thenAccept(unloaded -> {}));
    }

    /** Asks for all, since it is an error to ask for one that is not there. */
    @Override
    public CompletionStage<Map<String, Long>> counts(TritonInstance instance, List<String> names) {
        return channels.call(
                        instance,
                        GRPCInferenceServiceGrpc.getModelStatisticsMethod(),
                        ModelStatisticsRequest.getDefaultInstance(),
                        ASKING)
                .thenApply(told -> told.getModelStatsList().stream()
                        .filter(model -> names.contains(model.getName()))
                        .collect(Collectors.toMap(
                                ModelStatistics::getName, ModelStatistics::getInferenceCount, Long::sum)))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    /** @param ready how those are that something is done to */
    private CompletionStage<Void> each(
            TritonInstance instance,
            List<String> names,
            boolean ready,
            Function<String, CompletableFuture<Void>> order) {
        return ready(instance)
                .thenCompose(there -> {
                    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
                    for (String name : names) {
                        if (there.contains(name) == ready) {
                            done = done.thenCompose(before -> order.apply(name));
                        }
                    }
                    return done;
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    private CompletableFuture<Set<String>> ready(TritonInstance instance) {
        return channels.call(
                        instance,
                        GRPCInferenceServiceGrpc.getRepositoryIndexMethod(),
                        RepositoryIndexRequest.getDefaultInstance(),
                        ASKING)
                .thenApply(index -> index.getModelsList().stream()
                        .filter(model -> model.getState().equals("READY"))
                        .map(ModelIndex::getName)
                        .collect(Collectors.toSet()));
    }

    private static ServerRefusal refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String description = Status.fromThrowable(cause).getDescription();
        return description != null && description.contains(NOT_ALLOWED)
                ? ServerRefusal.byHand(description)
                : ServerRefusal.failed(StatusTranslator.sentence(cause));
    }
}
