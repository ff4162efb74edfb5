package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.triton.ServerLook.IndexedModel;
import dev.diffract.frontend.triton.ServerLook.ModelDetails;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelConfigResponse;
import dev.diffract.kserve.ModelMetadataRequest;
import dev.diffract.kserve.ModelStatisticsRequest;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryIndexResponse;
import dev.diffract.kserve.RepositoryIndexResponse.ModelIndex;
import dev.diffract.kserve.ServerReadyRequest;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.MeasuredCalls;
import dev.diffract.repository.proto.ModelParameter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Asks a server how it is and what it serves. Thread-safe. */
public final class ServerInspector {

    private final TritonChannels channels;

    public ServerInspector(TritonChannels channels) {
        this.channels = channels;
    }

    /**
     * One look: is it ready, which models has it, the details of those that matter, and what has it counted. Does not block.
     *
     * @param wanted names of the models whose details matter
     * @param timeout of every question, positive; a look asks three rounds of them
     * @return completed with what was found, or with the failure of a question
     */
    public CompletableFuture<ServerLook> look(TritonInstance instance, Set<String> wanted, Duration timeout) {
        channels.hurry(instance);
        CompletableFuture<Boolean> ready = channels.call(
                        instance,
                        GRPCInferenceServiceGrpc.getServerReadyMethod(),
                        ServerReadyRequest.getDefaultInstance(),
                        timeout)
                .thenApply(response -> response.getReady());
        return ready.thenCompose(isReady -> index(instance, timeout).thenCompose(index -> {
            Set<String> asked = index.keySet().stream()
                    .filter(name -> wanted.contains(name) && index.get(name).ready())
                    .collect(Collectors.toSet());
            return details(instance, asked, timeout)
                    .thenCombine(
                            counts(instance, timeout),
                            (details, counts) -> new ServerLook(isReady, index, details, counts));
        }));
    }

    /** Never fails: a server is as good without, and some are told not to answer that. */
    private CompletableFuture<Optional<ServerCounts>> counts(TritonInstance instance, Duration timeout) {
        return channels.call(
                        instance,
                        GRPCInferenceServiceGrpc.getModelStatisticsMethod(),
                        ModelStatisticsRequest.getDefaultInstance(),
                        timeout)
                .thenApply(response -> Optional.of(Counts.of(response)))
                .exceptionally(failure -> Optional.empty());
    }

    private CompletableFuture<Map<String, IndexedModel>> index(TritonInstance instance, Duration timeout) {
        return channels.call(
                        instance,
                        GRPCInferenceServiceGrpc.getRepositoryIndexMethod(),
                        RepositoryIndexRequest.getDefaultInstance(),
                        timeout)
                .thenApply(ServerInspector::byName);
    }

    private CompletableFuture<Map<String, ModelDetails>> details(
            TritonInstance instance, Set<String> models, Duration timeout) {
        CompletableFuture<Map<String, ModelDetails>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (String model : models) {
            all = all.thenCombine(details(instance, model, timeout), (found, details) -> {
                found.put(model, details);
                return found;
            });
        }
        return all;
    }

    private CompletableFuture<ModelDetails> details(TritonInstance instance, String model, Duration timeout) {
        CompletableFuture<ModelConfigResponse> config = channels.call(
                instance,
                GRPCInferenceServiceGrpc.getModelConfigMethod(),
                ModelConfigRequest.newBuilder().setName(model).build(),
                timeout);
        CompletableFuture<ModelSignature> signature = channels.call(
                        instance,
                        GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                        ModelMetadataRequest.newBuilder().setName(model).build(),
                        timeout)
                .thenApply(ModelSignature::of);
        return config.thenCombine(
                signature,
                (told, tensors) -> new ModelDetails(
                        parameter(told, Manifest.CHECKPOINT_PARAMETER),
                        largestBatch(told),
                        engine(told),
                        Arithmetic.of(told.getConfig(), instance.name()),
                        parameter(told, Manifest.MEASURED_PARAMETER)
                                .flatMap(MeasuredCalls::parse) // a hint: a slice is as good without
                                .orElse(MeasuredCalls.NONE),
                        parameter(told, Manifest.MEMORY_PARAMETER).flatMap(EngineMemory::parse),
                        tensors));
    }

    private static Map<String, IndexedModel> byName(RepositoryIndexResponse index) {
        return index.getModelsList().stream()
                .collect(Collectors.toMap(
                        ModelIndex::getName,
                        model -> new IndexedModel(model.getState(), model.getReason()),
                        // One line per version: a model is ready if one of its versions is.
                        (one, other) -> one.ready() ? one : other));
    }

    /** A model that knows no batches takes one row. */
    private static int largestBatch(ModelConfigResponse response) {
        return Math.max(1, response.getConfig().getMaxBatchSize());
    }

    /** Graphs for ONNX Runtime, and engines of builders that wrote no such parameter, are as alike as their platforms. */
    private static String engine(ModelConfigResponse response) {
        return parameter(response, Manifest.ENGINE_PARAMETER)
                .orElseGet(() -> response.getConfig().getPlatform());
    }

    private static Optional<String> parameter(ModelConfigResponse response, String key) {
        return Optional.ofNullable(response.getConfig().getParametersMap().get(key))
                .map(ModelParameter::getStringValue);
    }
}
