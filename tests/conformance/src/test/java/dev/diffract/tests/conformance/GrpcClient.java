package dev.diffract.tests.conformance;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.diffract.kserve.GRPCInferenceServiceGrpc.GRPCInferenceServiceFutureStub;
import dev.diffract.kserve.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.ModelStatisticsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The protocol over gRPC, in the few words that the kit needs. */
final class GrpcClient implements AutoCloseable {

    private final ManagedChannel channel;

    GrpcClient(String target) {
        channel = NettyChannelBuilder.forTarget(target)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
    }

    /** Calls give up after a time that no healthy server needs. */
    GRPCInferenceServiceBlockingStub blocking() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    GRPCInferenceServiceFutureStub futures() {
        return GRPCInferenceServiceGrpc.newFutureStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    GRPCInferenceServiceStub streaming() {
        return GRPCInferenceServiceGrpc.newStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    ManagedChannel channel() {
        return channel;
    }

    ModelStatistics statistics(String model) {
        return blocking()
                .modelStatistics(
                        ModelStatisticsRequest.newBuilder().setName(model).build())
                .getModelStats(0);
    }

    /**
     * The statistics of a model once they hold what has ended: Triton answers a request first and counts it a moment later.
     *
     * @param executions the least count of executions to wait for
     */
    ModelStatistics statistics(String model, long executions) {
        return await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> statistics(model), statistics -> executions(statistics) >= executions);
    }

    /** Counted per batch size, which is what Triton writes last. */
    private static long executions(ModelStatistics statistics) {
        return Math.min(
                statistics.getExecutionCount(),
                statistics.getBatchStatsList().stream()
                        .mapToLong(batch -> batch.getComputeInfer().getCount())
                        .sum());
    }

    /**
     * The status a request is answered with.
     *
     * @throws AssertionError if it succeeds
     */
    Status failure(ModelInferRequest request) {
        try {
            ModelInferResponse response = blocking().modelInfer(request);
            throw new AssertionError("accepted, and answered with " + response.getOutputsList());
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    /** A request for {@code double} and its kin: one row of values per sample, raw. */
    static ModelInferRequest.Builder doubling(String model, int rows, float... values) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(model);
        request.addInputsBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(rows)
                .addShape(values.length / rows);
        return request.addRawInputContents(raw(values));
    }

    static ByteString raw(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return ByteString.copyFrom(bytes.flip());
    }

    static ByteString raw(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return ByteString.copyFrom(bytes.flip());
    }

    static List<Float> floats(ModelInferResponse response, int output) {
        ByteBuffer bytes =
                response.getRawOutputContents(output).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        List<Float> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            values.add(bytes.getFloat());
        }
        return values;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
