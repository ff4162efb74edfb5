package dev.diffract.frontend.testing;

import static io.grpc.stub.ServerCalls.asyncUnaryCall;

import com.google.protobuf.ByteString;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelConfigResponse;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelInferResponse.InferOutputTensor;
import dev.diffract.kserve.ModelMetadataRequest;
import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.ModelMetadataResponse.TensorMetadata;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryIndexResponse;
import dev.diffract.kserve.RepositoryIndexResponse.ModelIndex;
import dev.diffract.kserve.ServerReadyRequest;
import dev.diffract.kserve.ServerReadyResponse;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.pipeline.Axis;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelInterface;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A KServe server on a real port that draws nothing: embeddings are zeros, the noise found is the sample itself, and the
 * picture repeats the bytes of the latents. It can be stopped and started again on its port, and a script may answer in its place.
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

    private static final Pipeline PIPELINE = TestRepository.manifest().pipeline();
    private static final ModelFamily FAMILY = PIPELINE.family();
    private static final PipelineNumbers NUMBERS = PIPELINE.numbers();

    /** The UNet takes and gives halves, but for the time. */
    private static final Map<String, ModelMetadataResponse> MODELS = Stream.of(
                    ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_ENCODER, ModelRole.DECODE_IMAGE)
            .collect(Collectors.toMap(ModelRole::id, FakeTriton::metadata));

    private final AtomicInteger connections = new AtomicInteger();
    private final List<ModelInferRequest> calls = new CopyOnWriteArrayList<>();
    private volatile String checkpoint;
    private volatile boolean ready = true;
    private volatile Script script = Script.NONE;
    private Server server;
    private int port;

    public FakeTriton(String checkpoint) {
        this.checkpoint = checkpoint;
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

    public void checkpoint(String digest) {
        checkpoint = digest;
    }

    public void ready(boolean isReady) {
        ready = isReady;
    }

    public void script(Script newScript) {
        script = newScript;
    }

    /** Serves as a new server would: everything ready, no tricks, no calls yet. */
    public void reset(String digest) {
        checkpoint = digest;
        ready = true;
        script = Script.NONE;
        calls.clear();
        start();
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
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** What the server answers without a script. */
    public static ModelInferResponse answer(ModelInferRequest request) {
        return switch (request.getModelName()) {
            case "text_encoder" -> embeddings(request);
            case "unet" -> noise(request);
            case "vae_encoder" -> latentParameters(request);
            default -> picture(request);
        };
    }

    private static ModelInferResponse embeddings(ModelInferRequest request) {
        long rows = request.getInputs(0).getShape(0);
        long length = NUMBERS.textLength();
        long width = NUMBERS.textWidth();
        byte[] states = new byte[(int) (rows * length * width * Float.BYTES)];
        return response(request.getOutputs(0).getName(), "FP32", states, rows, length, width);
    }

    /** The sample itself: the latents that follow depend on those before, so that a lost step would show. */
    private static ModelInferResponse noise(ModelInferRequest request) {
        Long[] shape = request.getInputs(0).getShapeList().toArray(Long[]::new);
        return response(
                FAMILY.unet().prediction().name(),
                "FP16",
                request.getRawInputContents(0).toByteArray(),
                shape);
    }

    /** Means that repeat the picture, and a deviation of one. */
    private static ModelInferResponse latentParameters(ModelInferRequest request) {
        List<Long> shape = request.getInputs(0).getShapeList();
        long height = shape.get(2) / NUMBERS.vaeScale();
        long width = shape.get(3) / NUMBERS.vaeScale();
        long channels = 2L * NUMBERS.latentChannels();
        byte[] parameters = new byte[(int) (channels * height * width * Float.BYTES)];
        request.getRawInputContents(0).substring(0, parameters.length / 2).copyTo(parameters, 0);
        return response(FAMILY.vaeEncoder().moments().name(), "FP32", parameters, 1L, channels, height, width);
    }

    private static ModelInferResponse picture(ModelInferRequest request) {
        List<Long> shape = request.getInputs(0).getShapeList();
        long height = shape.get(2) * NUMBERS.vaeScale();
        long width = shape.get(3) * NUMBERS.vaeScale();
        byte[] latents = request.getRawInputContents(0).toByteArray();
        byte[] image = new byte[(int) (shape.get(0) * height * width * 3)];
        for (int i = 0; i < image.length; i++) {
            image[i] = latents[i % latents.length];
        }
        return response(FAMILY.decodeImage().image().name(), "UINT8", image, shape.get(0), height, width, 3L);
    }

    /** A response with one output. */
    public static ModelInferResponse response(String name, String type, byte[] raw, Long... shape) {
        return ModelInferResponse.newBuilder()
                .addOutputs(InferOutputTensor.newBuilder()
                        .setName(name)
                        .setDatatype(type)
                        .addAllShape(List.of(shape)))
                .addRawOutputContents(ByteString.copyFrom(raw))
                .build();
    }

    private static ModelMetadataResponse metadata(ModelRole role) {
        ModelInterface served = FAMILY.served(role, NUMBERS.clipSkips(), Set.of());
        ModelMetadataResponse.Builder metadata =
                ModelMetadataResponse.newBuilder().setName(role.id()).addVersions("1");
        served.inputs().forEach(tensor -> metadata.addInputs(tensor(role, tensor)));
        served.outputs().forEach(tensor -> metadata.addOutputs(tensor(role, tensor)));
        return metadata.build();
    }

    private static TensorMetadata tensor(ModelRole role, TensorSpec spec) {
        TensorType type = role == ModelRole.UNET && !spec.scalar() ? TensorType.FP16 : spec.type();
        return TensorMetadata.newBuilder()
                .setName(spec.name())
                .setDatatype(type.wireName())
                .addShape(Axis.OPEN)
                .addAllShape(spec.dims(NUMBERS))
                .build();
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
        MODELS.keySet().stream()
                .sorted()
                .map(name ->
                        ModelIndex.newBuilder().setName(name).setVersion("1").setState(ready ? "READY" : "LOADING"))
                .forEach(index::addModels);
        finish(answer, index.build());
    }

    private void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> answer) {
        ModelConfig config = ModelConfig.newBuilder()
                .setName(request.getName())
                .putParameters(
                        Manifest.CHECKPOINT_PARAMETER,
                        ModelParameter.newBuilder().setStringValue(checkpoint).build())
                .build();
        finish(answer, ModelConfigResponse.newBuilder().setConfig(config).build());
    }

    private void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answer) {
        ModelMetadataResponse metadata = MODELS.get(request.getName());
        if (metadata == null) {
            answer.onError(Status.NOT_FOUND
                    .withDescription("Request for unknown model: '" + request.getName() + "' is not found")
                    .asRuntimeException());
            return;
        }
        finish(answer, metadata);
    }

    private void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
        calls.add(request);
        if (!script.take(request, answer)) {
            finish(answer, answer(request));
        }
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
