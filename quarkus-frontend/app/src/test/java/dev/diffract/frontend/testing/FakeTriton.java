package dev.diffract.frontend.testing;

import static io.grpc.stub.ServerCalls.asyncUnaryCall;

import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelConfigResponse;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelMetadataRequest;
import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryIndexResponse;
import dev.diffract.kserve.RepositoryIndexResponse.ModelIndex;
import dev.diffract.kserve.ServerReadyRequest;
import dev.diffract.kserve.ServerReadyResponse;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelParameter;
import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A KServe server on a real port that draws nothing: its models are {@link FakeModels}. It can be stopped and started again
 * on its port, and a script may answer in its place.
 */
public final class FakeTriton implements AutoCloseable {

    /** Answers a call in the server's place, or leaves it to the server. */
    @FunctionalInterface
    public interface Script {

        /** No tricks. */
        Script NONE = (request, answer) -> false;

        /**
         * @return whether the call is taken care of
         */
        boolean take(ModelInferRequest request, StreamObserver<ModelInferResponse> answer);
    }

    /** What computes the models of every new server. */
    public static final String ENGINE = "engine-1";

    private final FakeModels models;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<ModelInferRequest> calls = new CopyOnWriteArrayList<>();
    private volatile String checkpoint;
    private volatile String prefix;
    private volatile String engine = ENGINE;
    private volatile Map<String, String> told = Map.of();
    private volatile boolean ready = true;
    private volatile Script script = Script.NONE;
    private volatile boolean asNew = true;
    private Server server;
    private int port;

    public FakeTriton(String checkpoint) {
        this(checkpoint, FakeModels.PLAIN);
    }

    public FakeTriton(String checkpoint, FakeModels models) {
        this.checkpoint = checkpoint;
        this.prefix = prefix(checkpoint);
        this.models = models;
        start();
    }

    public int port() {
        return port;
    }

    public String target() {
        return "localhost:" + port;
    }

    /** Requests for inference so far, the oldest first. */
    public List<ModelInferRequest> calls() {
        return List.copyOf(calls);
    }

    /** Clients connected now. */
    public int connections() {
        return connections.get();
    }

    /** What it says of its engines, by the parameters of their configurations. */
    public void tells(Map<String, String> parameters) {
        asNew = false;
        told = Map.copyOf(parameters);
    }

    /** What computes its models from now on. */
    public void engine(String key) {
        asNew = false;
        engine = key;
    }

    /** Its models carry another checkpoint's digest from now on, under the names they had. */
    public void checkpoint(String digest) {
        asNew = false;
        checkpoint = digest;
    }

    /** Its models are another checkpoint's from now on, as if they had been replaced in place. */
    public void swap(String digest) {
        asNew = false;
        checkpoint = digest;
        prefix = prefix(digest);
    }

    /** Its models are called by their roles alone from now on, as those of earlier builders. */
    public void bareNames() {
        asNew = false;
        prefix = "";
    }

    public void ready(boolean isReady) {
        asNew = false;
        ready = isReady;
    }

    public void script(Script newScript) {
        asNew &= newScript == Script.NONE;
        script = newScript;
    }

    /** Whether nothing that it says or does was changed since it was new. */
    public boolean isAsNew() {
        return asNew;
    }

    /** Serves as a new server would: everything ready, no tricks, no calls yet. */
    public void reset(String digest) {
        engine = ENGINE;
        told = Map.of();
        checkpoint = digest;
        prefix = prefix(digest);
        ready = true;
        script = Script.NONE;
        calls.clear();
        start();
        asNew = true;
    }

    /** Serves again, on the same port. Does nothing if it does already. */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            server = ServerBuilder.forPort(port)
                    .addService(service())
                    .addTransportFilter(new Counting())
                    .build()
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts all connections, as a killed process would. */
    public synchronized void kill() {
        asNew = false;
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Bound method by method: Quarkus would start every class that extends the generated base as a server of its own. */
    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(
                        GRPCInferenceServiceGrpc.getServiceDescriptor().getName())
                .addMethod(GRPCInferenceServiceGrpc.getServerReadyMethod(), asyncUnaryCall(this::serverReady))
                .addMethod(GRPCInferenceServiceGrpc.getRepositoryIndexMethod(), asyncUnaryCall(this::repositoryIndex))
                .addMethod(GRPCInferenceServiceGrpc.getModelConfigMethod(), asyncUnaryCall(this::modelConfig))
                .addMethod(GRPCInferenceServiceGrpc.getModelMetadataMethod(), asyncUnaryCall(this::modelMetadata))
                .addMethod(GRPCInferenceServiceGrpc.getModelInferMethod(), asyncUnaryCall(this::modelInfer))
                .build();
    }

    private void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> answer) {
        finish(answer, ServerReadyResponse.newBuilder().setReady(ready).build());
    }

    private void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> answer) {
        RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
        models.roles().stream()
                .map(role -> ModelIndex.newBuilder()
                        .setName(prefix + role)
                        .setVersion("1")
                        .setState(ready ? "READY" : "LOADING"))
                .forEach(index::addModels);
        finish(answer, index.build());
    }

    private void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> answer) {
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setName(request.getName())
                .setMaxBatchSize(request.getName().endsWith(ModelRole.DECODE_IMAGE.id()) ? 0 : 8)
                .putParameters(
                        Manifest.CHECKPOINT_PARAMETER,
                        ModelParameter.newBuilder().setStringValue(checkpoint).build())
                .putParameters(
                        Manifest.ENGINE_PARAMETER,
                        ModelParameter.newBuilder().setStringValue(engine).build())
                .putParameters(
                        Manifest.FILE_PARAMETER,
                        ModelParameter.newBuilder()
                                .setStringValue("sha256:" + engine)
                                .build())
                .putParameters(
                        Manifest.THREADS_PARAMETER,
                        ModelParameter.newBuilder().setStringValue("1").build());
        told.forEach((key, text) -> config.putParameters(
                key, ModelParameter.newBuilder().setStringValue(text).build()));
        finish(answer, ModelConfigResponse.newBuilder().setConfig(config).build());
    }

    private void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answer) {
        metadata(request.getName())
                .ifPresentOrElse(
                        metadata -> finish(answer, metadata), () -> answer.onError(unknown(request.getName())));
    }

    /** What it has under a name. */
    private Optional<ModelMetadataResponse> metadata(String name) {
        return models.roles().stream()
                .filter(role -> name.equals(prefix + role))
                .flatMap(role -> models.metadata(role).stream())
                .findFirst();
    }

    private static RuntimeException unknown(String name) {
        return Status.NOT_FOUND
                .withDescription("Request for unknown model: '" + name + "' is not found")
                .asRuntimeException();
    }

    private static String prefix(String digest) {
        String unet =
                ServedName.of(TestRepository.MODEL, digest, ModelRole.UNET).toString();
        return unet.substring(0, unet.length() - ModelRole.UNET.id().length());
    }

    private void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
        calls.add(request);
        if (script.take(request, answer)) {
            return;
        }
        if (metadata(request.getModelName()).isEmpty()) {
            answer.onError(unknown(request.getModelName()));
            return;
        }
        finish(answer, FakeModels.answer(request));
    }

    /** Counts connections. */
    private final class Counting extends ServerTransportFilter {

        @Override
        public Attributes transportReady(Attributes attributes) {
            connections.incrementAndGet();
            return attributes;
        }

        @Override
        public void transportTerminated(Attributes attributes) {
            connections.decrementAndGet();
        }
    }

    private static <T> void finish(StreamObserver<T> answer, T value) {
        answer.onNext(value);
        answer.onCompleted();
    }
}
