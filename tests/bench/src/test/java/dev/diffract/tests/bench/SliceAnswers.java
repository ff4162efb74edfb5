package dev.diffract.tests.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.diffract.frontend.triton.ModelSignature;
import dev.diffract.frontend.triton.ModelSignature.TensorSlot;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.InferBatchStatistics;
import dev.diffract.kserve.InferStatistics;
import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelConfigResponse;
import dev.diffract.kserve.ModelMetadataRequest;
import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.ModelMetadataResponse.TensorMetadata;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.ModelStatisticsResponse;
import dev.diffract.kserve.RepositoryIndexResponse;
import dev.diffract.kserve.RepositoryIndexResponse.ModelIndex;
import dev.diffract.kserve.ServerReadyResponse;
import dev.diffract.kserve.StatisticDuration;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelParameter;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What a server of {@link StableDiffusion} says to whoever looks at it: that it is ready, its models, and how many calls it has answered, each at once. Thread-safe. */
final class SliceAnswers {

    private static final String PLATFORM = "onnxruntime_onnx";

    private final Map<String, ModelSignature> signatures;
    private final AtomicLong answered = new AtomicLong();

    /** @param type of fractions */
    SliceAnswers(TensorType type) {
        this.signatures = StableDiffusion.signatures(type);
    }

    /** A call was answered. */
    void count() {
        answered.incrementAndGet();
    }

    /**
     * The answer to a question.
     *
     * @param method with its service's name
     * @param request a message
     * @throws IllegalArgumentException if nobody who looks asks that
     */
    byte[] answer(String method, byte[] request) {
        try {
            return message(method, request).toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(method, e);
        }
    }

    private MessageLite message(String method, byte[] request) throws InvalidProtocolBufferException {
        if (method.equals(GRPCInferenceServiceGrpc.getServerReadyMethod().getFullMethodName())) {
            return ServerReadyResponse.newBuilder().setReady(true).build();
        }
        if (method.equals(GRPCInferenceServiceGrpc.getRepositoryIndexMethod().getFullMethodName())) {
            return index(signatures.keySet());
        }
        if (method.equals(GRPCInferenceServiceGrpc.getModelConfigMethod().getFullMethodName())) {
            return config(ModelConfigRequest.parseFrom(request).getName());
        }
        if (method.equals(GRPCInferenceServiceGrpc.getModelMetadataMethod().getFullMethodName())) {
            return metadata(ModelMetadataRequest.parseFrom(request).getName());
        }
        if (method.equals(GRPCInferenceServiceGrpc.getModelStatisticsMethod().getFullMethodName())) {
            return statistics(signatures.keySet(), answered.get());
        }
        throw new IllegalArgumentException(method);
    }

    private static RepositoryIndexResponse index(Set<String> models) {
        RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
        models.forEach(model -> index.addModels(
                ModelIndex.newBuilder().setName(model).setVersion("1").setState("READY")));
        return index.build();
    }

    private static ModelConfigResponse config(String model) {
        return ModelConfigResponse.newBuilder()
                .setConfig(ModelConfig.newBuilder()
                        .setName(model)
                        .setPlatform(PLATFORM)
                        .setMaxBatchSize(StableDiffusion.largestBatch(model))
                        .putParameters(
                                Manifest.CHECKPOINT_PARAMETER,
                                ModelParameter.newBuilder()
                                        .setStringValue(StableDiffusion.CHECKPOINT)
                                        .build()))
                .build();
    }

    private ModelMetadataResponse metadata(String model) {
        ModelSignature signature = signatures.get(model);
        ModelMetadataResponse.Builder metadata =
                ModelMetadataResponse.newBuilder().setName(model).setPlatform(PLATFORM);
        tensors(signature.inputs().values()).forEach(metadata::addInputs);
        tensors(signature.outputs().values()).forEach(metadata::addOutputs);
        return metadata.build();
    }

    private static Iterable<TensorMetadata> tensors(Collection<TensorSlot> slots) {
        return slots.stream()
                .map(slot -> TensorMetadata.newBuilder()
                        .setName(slot.name())
                        .setDatatype(slot.type().wireName())
                        .addAllShape(slot.shape())
                        .build())
                .toList();
    }

    /** All are counted as one model's: whoever looks adds them up. */
    private static ModelStatisticsResponse statistics(Set<String> models, long answered) {
        ModelStatisticsResponse.Builder all = ModelStatisticsResponse.newBuilder();
        long count = answered;
        for (String model : models) {
            all.addModelStats(ModelStatistics.newBuilder()
                    .setName(model)
                    .setVersion("1")
                    .setInferenceCount(count)
                    .setExecutionCount(count)
                    .setInferenceStats(InferStatistics.newBuilder()
                            .setSuccess(times(count))
                            .setQueue(times(count)))
                    .addBatchStats(InferBatchStatistics.newBuilder()
                            .setBatchSize(1)
                            .setComputeInput(times(count))
                            .setComputeInfer(times(count))
                            .setComputeOutput(times(count))));
            count = 0;
        }
        return all.build();
    }

    private static StatisticDuration times(long count) {
        return StatisticDuration.newBuilder().setCount(count).build();
    }
}
