package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.inference.TritonInstance;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One connection per instance, opened when first used and closed after the last call once the instance is gone. Plain grpc-java channels: Quarkus' configured clients are named one
 * by one at build time, and ours come and go. Thread-safe.
 */
public final class TritonChannels implements FleetListener, AutoCloseable {

    /** Triton's own limit. grpc-java's default of 4 MiB is less than one picture of 1024 x 1024 in FP32. */
    private static final int MAX_MESSAGE_BYTES = Integer.MAX_VALUE;

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private static final int LOOKS = 3;

    private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Map<TritonInstance, ManagedChannel> channels = new ConcurrentHashMap<>();

    private final Duration keepAlive;

    /**
     * Without instances.
     *
     * @param looks from one look at an instance to the next: a connection is asked only when it was silent for longer than several, which means that the
     *     peer is gone without a word. Servers count such pings, and close connections that have too many.
     */
    public TritonChannels(Duration looks) {
        Duration several = looks.multipliedBy(LOOKS);
        this.keepAlive = several.compareTo(KEEP_ALIVE) > 0 ? several : KEEP_ALIVE;
    }

    /** With instances that are looked at every few seconds, or less. */
    public TritonChannels(List<TritonInstance> instances) {
        this(Duration.ZERO);
        instances.forEach(this::added);
    }

    @Override
    public void added(TritonInstance instance) {
        channels.put(instance, open(instance)); // connects with the first call
    }

    /** Calls that are under way end as they would have. */
    @Override
    public void removed(TritonInstance instance) {
        ManagedChannel channel = channels.remove(instance);
        if (channel != null) {
            channel.shutdown();
        }
    }

    /** The next call connects at once, even if earlier attempts failed: grpc-java would wait up to two minutes. */
    public void hurry(TritonInstance instance) {
        ManagedChannel channel = channels.get(instance);
        if (channel != null) {
            channel.resetConnectBackoff();
        }
    }

    /**
     * One unary call.
     *
     * @param timeout positive; the deadline sent along, and kept on this side
     * @return completed with the response, or with an {@link io.grpc.StatusRuntimeException}; cancelling it cancels the
     *     call
     */
    public <Q, R> CompletableFuture<R> call(
            TritonInstance instance, MethodDescriptor<Q, R> method, Q request, Duration timeout) {
        ManagedChannel channel = channels.get(instance);
        if (channel == null) { // it went after it was chosen
            return CompletableFuture.failedFuture(Status.UNAVAILABLE
                    .withDescription("the slice is not part of the fleet any more")
                    .asRuntimeException());
        }
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
        ClientCall<Q, R> call = channel.newCall(method, options);
        CompletableFuture<R> answer = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(call, request, new Completing<>(answer));
        answer.whenComplete((response, failure) -> {
            if (answer.isCancelled()) {
                call.cancel("the answer is not wanted any more", null);
            }
        });
        return answer;
    }

    /** Breaks off what is under way and waits a moment for connections to close. */
    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        long end = System.nanoTime() + GOODBYE.toNanos();
        try {
            for (ManagedChannel channel : channels.values()) {
                channel.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ManagedChannel open(TritonInstance instance) {
        return ManagedChannelBuilder.forTarget("dns:///" + instance.target())
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(keepAlive.toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .directExecutor()
                .build();
    }

    private record Completing<R>(CompletableFuture<R> answer) implements StreamObserver<R> {

        @Override
        public void onNext(R response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            // A unary call completes with its one response; grpc-java makes none at all an error.
        }
    }
}
