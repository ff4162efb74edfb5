package dev.diffract.tests.load;

import dev.diffract.tests.harness.RawMessages;
import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A gRPC server that passes calls on to another one as they are, but for inferences, which somebody else takes. It can be shut and opened again. */
final class Door implements AutoCloseable {

    private static final int LARGEST_MESSAGE = 64 << 20;

    private final ManagedChannel behind;
    private final Porter porter;
    private final int port;
    private Server server;

    /** Takes an inference. */
    interface Porter {

        /**
         * @param forward asks the server behind
         */
        void infer(byte[] request, Forward forward, StreamObserver<byte[]> answer);
    }

    /** Asks the server behind. */
    interface Forward {
        CompletableFuture<byte[]> ask(byte[] request);
    }

    Door(int portBehind, Porter porter) {
        this.behind = NettyChannelBuilder.forAddress("127.0.0.1", portBehind)
                .usePlaintext()
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .build();
        this.porter = porter;
        this.server = start(0);
        this.port = server.getPort();
    }

    private Server start(int at) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), at))
                    .maxInboundMessageSize(LARGEST_MESSAGE)
                    .directExecutor()
                    .fallbackHandlerRegistry(new Everything())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String target() {
        return "127.0.0.1:" + port;
    }

    /** As a process that is killed: connections end at once. */
    synchronized void shut() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void open() {
        server = start(port);
        behind.resetConnectBackoff();
    }

    @Override
    public void close() {
        shut();
        behind.shutdownNow();
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
            MethodDescriptor<byte[], byte[]> method = RawMessages.method(name);
            return ServerMethodDefinition.create(method, ServerCalls.asyncUnaryCall((request, observer) -> {
                if (name.endsWith("/ModelInfer")) {
                    porter.infer(request, bytes -> forward(bytes, method), observer);
                } else {
                    forward(request, method).whenComplete((answer, failure) -> answer(answer, failure, observer));
                }
            }));
        }
    }

    /** Unless nobody waits for it any more. */
    static void answer(byte[] answer, Throwable failure, StreamObserver<byte[]> observer) {
        try {
            if (failure == null) {
                observer.onNext(answer);
                observer.onCompleted();
            } else {
                observer.onError(failure);
            }
        } catch (RuntimeException withdrawn) { // gRPC says so by a StatusRuntimeException, of what was cancelled
            observer.onError(withdrawn);
        }
    }
}
