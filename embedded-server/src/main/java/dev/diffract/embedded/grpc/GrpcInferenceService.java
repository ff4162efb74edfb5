package dev.diffract.embedded.grpc;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.protocol.LoadParameters;
import dev.diffract.embedded.protocol.ProtocolMessages;
import dev.diffract.embedded.server.InferenceServer;
import dev.diffract.kserve.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelConfigResponse;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelMetadataRequest;
import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.ModelReadyRequest;
import dev.diffract.kserve.ModelReadyResponse;
import dev.diffract.kserve.ModelStatisticsRequest;
import dev.diffract.kserve.ModelStatisticsResponse;
import dev.diffract.kserve.ModelStreamInferResponse;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryIndexResponse;
import dev.diffract.kserve.RepositoryModelLoadRequest;
import dev.diffract.kserve.RepositoryModelLoadResponse;
import dev.diffract.kserve.RepositoryModelUnloadRequest;
import dev.diffract.kserve.RepositoryModelUnloadResponse;
import dev.diffract.kserve.ServerLiveRequest;
import dev.diffract.kserve.ServerLiveResponse;
import dev.diffract.kserve.ServerMetadataRequest;
import dev.diffract.kserve.ServerMetadataResponse;
import dev.diffract.kserve.ServerReadyRequest;
import dev.diffract.kserve.ServerReadyResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The protocol's RPCs. */
final class GrpcInferenceService extends GRPCInferenceServiceImplBase {

    /** What a server that is stopping says of itself, as Triton does. */
    static final String EXITING = "Server exiting";

    private static final String NOT_READY = "Server not ready";

    private final InferenceServer server;
    private final ProtocolMessages messages;

    GrpcInferenceService(InferenceServer server, ProtocolMessages messages) {
        this.server = server;
        this.messages = messages;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> reply) {
        answer(reply, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> reply) {
        answer(
                reply,
                EXITING,
                () -> ServerReadyResponse.newBuilder()
                        .setReady(server.isReady())
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> reply) {
        answer(
                reply,
                NOT_READY,
                () -> ModelReadyResponse.newBuilder()
                        .setReady(server.isReady(request.getName(), request.getVersion()))
                        .build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> reply) {
        answer(reply, messages::serverMetadata);
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> reply) {
        answer(reply, () -> messages.modelMetadata(request.getName(), request.getVersion()));
    }

    @Override
    public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> reply) {
        answer(reply, () -> messages.modelConfig(request.getName(), request.getVersion()));
    }

    @Override
    public void modelStatistics(ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> reply) {
        answer(reply, NOT_READY, () -> messages.statistics(request.getName(), request.getVersion()));
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> reply) {
        answer(reply, NOT_READY, () -> messages.index(request.getReady()));
    }

    @Override
    public void repositoryModelLoad(
            RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> reply) {
        answer(reply, () -> {
            server.load(
                    request.getModelName(), LoadParameters.config(request.getModelName(), request.getParametersMap()));
            return RepositoryModelLoadResponse.getDefaultInstance();
        });
    }

    @Override
    public void repositoryModelUnload(
            RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> reply) {
        answer(reply, () -> {
            server.unload(request.getModelName(), LoadParameters.unloadDependents(request.getParametersMap()));
            return RepositoryModelUnloadResponse.getDefaultInstance();
        });
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> reply) {
        Cancellation cancellation = new Cancellation();
        ((ServerCallStreamObserver<ModelInferResponse>) reply).setOnCancelHandler(cancellation::cancel);
        infer(request, cancellation).whenComplete((response, failure) -> {
            if (cancellation.isCancelled()) {
                return;
            }
            if (failure == null) {
                reply.onNext(response);
                reply.onCompleted();
            } else {
                reply.onError(GrpcErrors.of(failure));
            }
        });
    }

    @Override
    public StreamObserver<ModelInferRequest> modelStreamInfer(StreamObserver<ModelStreamInferResponse> reply) {
        Cancellation cancellation = new Cancellation();
        ((ServerCallStreamObserver<ModelStreamInferResponse>) reply).setOnCancelHandler(cancellation::cancel);
        return new StreamedRequests(request -> infer(request, cancellation), reply, cancellation);
    }

    private CompletableFuture<ModelInferResponse> infer(ModelInferRequest request, Cancellation cancellation) {
        try {
            return server.infer(InferMessages.request(request), cancellation).thenApply(InferMessages::response);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** @param stopping what is said instead by a server that is stopping */
    private <T> void answer(StreamObserver<T> reply, String stopping, Supplier<T> message) {
        answer(reply, () -> {
            server.requireAccepting(stopping);
            return message.get();
        });
    }

    private static <T> void answer(StreamObserver<T> reply, Supplier<T> message) {
        T value;
        try {
            value = message.get();
        } catch (RuntimeException e) {
            reply.onError(GrpcErrors.of(e));
            return;
        }
        reply.onNext(value);
        reply.onCompleted();
    }
}
