package dev.diffract.tests.load;

import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferRequest.InferInputTensor;
import dev.diffract.kserve.ModelInferRequest.InferRequestedOutputTensor;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.tests.harness.EmbeddedServer;
import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A slice that takes the time of a step and computes nothing: a server behind it says what it serves, and answers the first call of each
 * shape; that answer is given to all that follow. As on the real server one call is one execution, and one follows the other.
 */
final class NullSlice implements AutoCloseable {

    private static final int LARGEST_MESSAGE = 64 << 20;

    private final ManagedChannel behind;
    private final Map<String, CompletableFuture<byte[]>> answers;
    private final double stepMillis;
    private final Random noise;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Server server;
    private long free = System.nanoTime();

    /**
     * @param behind says what is served
     * @param answers of calls by their shapes, shared by all slices of the same models
     * @param stepMillis of a step of one row; b rows take 1 + 0.6 (b − 1) times that, and 5 % more or less
     */
    NullSlice(EmbeddedServer behind, Map<String, CompletableFuture<byte[]>> answers, double stepMillis, long seed) {
        this.behind = NettyChannelBuilder.forAddress("127.0.0.1", behind.grpcPort())
                .usePlaintext()
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .build();
        this.answers = answers;
        this.stepMillis = stepMillis;
        this.noise = new Random(seed);
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .maxInboundMessageSize(LARGEST_MESSAGE)
                    .directExecutor()
                    .fallbackHandlerRegistry(new Everything())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, CompletableFuture<byte[]>> noAnswers() {
        return new ConcurrentHashMap<>();
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** As a process that is killed: connections end at once. */
    @Override
    public void close() {
        server.shutdownNow();
        timer.shutdownNow();
        behind.shutdownNow();
    }

    private void infer(byte[] bytes, MethodDescriptor<byte[], byte[]> method, StreamObserver<byte[]> observer) {
        try {
            ModelInferRequest request = ModelInferRequest.parseFrom(bytes);
            long due = due(request);
            answers.computeIfAbsent(shapes(request), key -> forward(bytes, method))
                    .whenComplete((answer, failure) -> timer.schedule(
                            () -> answer(request, answer, failure, observer),
                            due - System.nanoTime(),
                            TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            observer.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        }
    }

    private static void answer(
            ModelInferRequest request, byte[] answer, Throwable failure, StreamObserver<byte[]> observer) {
        try {
            if (failure != null) {
                observer.onError(failure);
                return;
            }
            observer.onNext(ModelInferResponse.parseFrom(answer).toBuilder()
                    .setId(request.getId())
                    .build()
                    .toByteArray());
            observer.onCompleted();
        } catch (IOException | RuntimeException e) { // withdrawn meanwhile
            observer.onError(Status.INTERNAL.asRuntimeException());
        }
    }

    /** Steps alone take time. */
    private synchronized long due(ModelInferRequest request) {
        long now = System.nanoTime();
        if (!request.getModelName().contains("unet")) {
            return now;
        }
        long rows = request.getInputs(0).getShape(0);
        double millis = stepMillis * (1 + 0.6 * (rows - 1)) * (1 + 0.05 * noise.nextGaussian());
        free = Math.max(now, free) + (long) (millis * 1e6);
        return free;
    }

    private static String shapes(ModelInferRequest request) {
        return request.getModelName()
                + request.getInputsList().stream()
                        .map(input -> input.getName() + input.getDatatype() + shape(input))
                        .collect(Collectors.joining(","))
                + request.getOutputsList().stream()
                        .map(InferRequestedOutputTensor::getName)
                        .collect(Collectors.joining(","));
    }

    private static String shape(InferInputTensor input) {
        return input.getShapeList().toString();
    }

    private CompletableFuture<byte[]> forward(byte[] request, MethodDescriptor<byte[], byte[]> method) {
        CompletableFuture<byte[]> answered = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(behind.newCall(method, CallOptions.DEFAULT), request, new StreamObserver<>() {
            @Override
            public void onNext(byte[] answer) {
                answered.complete(answer);
            }

            @Override
            public void onError(Throwable failure) {
                answered.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        });
        return answered;
    }

    /** Takes every method, as bytes. */
    private final class Everything extends HandlerRegistry {

        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName(name)
                    .setRequestMarshaller(Bytes.MARSHALLER)
                    .setResponseMarshaller(Bytes.MARSHALLER)
                    .build();
            return ServerMethodDefinition.create(method, ServerCalls.asyncUnaryCall((request, observer) -> {
                if (name.endsWith("/ModelInfer")) {
                    infer(request, method, observer);
                } else {
                    forward(request, method).whenComplete((answer, failure) -> {
                        if (failure == null) {
                            observer.onNext(answer);
                            observer.onCompleted();
                        } else {
                            observer.onError(failure);
                        }
                    });
                }
            }));
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        static final Bytes MARSHALLER = new Bytes();

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
