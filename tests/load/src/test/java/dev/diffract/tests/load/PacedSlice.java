package dev.diffract.tests.load;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferRequest.InferRequestedOutputTensor;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.tests.harness.EmbeddedServer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A slice that takes the time of a step and computes nothing: a server behind it says what it serves, and answers the first call of each
 * shape; that answer is given to all that follow. As on the real server one call is one execution, and one follows the other.
 */
final class PacedSlice implements AutoCloseable {

    /** Times that a call takes which comes behind somebody else's. */
    private static final double FILLED = 4;

    private final Map<String, CompletableFuture<byte[]>> answers;
    private final Pace pace;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Door door;
    private volatile double slower = 1;

    /**
     * @param behind says what is served
     * @param answers of calls by their shapes, shared by all slices of the same models
     */
    PacedSlice(EmbeddedServer behind, Map<String, CompletableFuture<byte[]>> answers, Pace pace) {
        this.answers = answers;
        this.pace = pace;
        this.door = new Door(behind.grpcPort(), this::infer);
    }

    static Map<String, CompletableFuture<byte[]>> noAnswers() {
        return new ConcurrentHashMap<>();
    }

    String target() {
        return door.target();
    }

    /** Steps of pictures that it has taken on. */
    double steps() {
        return pace.steps();
    }

    /** From now on somebody else has three calls of the same size before each of ours. */
    void fill() {
        slower = FILLED;
    }

    /** As a process that is killed: connections end at once. */
    @Override
    public void close() {
        door.close();
        timer.shutdownNow();
    }

    private void infer(byte[] bytes, Door.Forward forward, StreamObserver<byte[]> observer) {
        try {
            ModelInferRequest request = ModelInferRequest.parseFrom(bytes);
            long due = pace.due(request, slower);
            answers.computeIfAbsent(shapes(request), key -> forward.ask(bytes))
                    .thenApply(answer -> of(request, answer))
                    .whenComplete((answer, failure) -> timer.schedule(
                            () -> Door.answer(answer, failure, observer),
                            due - System.nanoTime(),
                            TimeUnit.NANOSECONDS));
        } catch (InvalidProtocolBufferException e) {
            observer.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        }
    }

    private static byte[] of(ModelInferRequest request, byte[] answer) {
        try {
            return ModelInferResponse.parseFrom(answer).toBuilder()
                    .setId(request.getId())
                    .build()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shapes(ModelInferRequest request) {
        return request.getModelName()
                + request.getInputsList().stream()
                        .map(input -> input.getName() + input.getDatatype() + input.getShapeList())
                        .collect(Collectors.joining(","))
                + request.getOutputsList().stream()
                        .map(InferRequestedOutputTensor::getName)
                        .collect(Collectors.joining(","));
    }
}
