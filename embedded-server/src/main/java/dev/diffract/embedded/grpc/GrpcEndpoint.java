package dev.diffract.embedded.grpc;

import dev.diffract.embedded.protocol.ProtocolMessages;
import dev.diffract.embedded.server.InferenceServer;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The gRPC port: the inference protocol and grpc.health.v1. */
public final class GrpcEndpoint {

    /**
     * The network's own threads. A request for inference is only put into a queue there: to wake another thread for it would cost more than that.
     * Whatever else may take its time has threads of its own.
     */
    private static final Executor HERE = Runnable::run;

    private final Server server;
    private final ExecutorService executor;

    private GrpcEndpoint(Server server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * @param address port 0 takes a free one
     * @throws IOException if the port cannot be had
     */
    public static GrpcEndpoint start(InetSocketAddress address, InferenceServer inference, ProtocolMessages messages)
            throws IOException {
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "grpc");
            thread.setDaemon(true);
            return thread;
        });
        Server server = NettyServerBuilder.forAddress(address)
                .executor(HERE)
                .callExecutor(new ServerCallExecutorSupplier() {
                    @Override
                    public <Q, R> Executor getExecutor(ServerCall<Q, R> call, Metadata metadata) {
                        return call.getMethodDescriptor().equals(GRPCInferenceServiceGrpc.getModelInferMethod())
                                ? HERE
                                : executor;
                    }
                })
                .maxInboundMessageSize(Integer.MAX_VALUE)
                // A client that asks often whether the server lives shall not be cut off for it.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new GrpcInferenceService(inference, messages))
                .addService(new HealthService(inference))
                .build();
        try {
            return new GrpcEndpoint(server.start(), executor);
        } catch (IOException e) {
            executor.shutdown();
            throw e;
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Takes no further calls, and gives those that run the time to end. */
    public void stop(Duration grace) throws InterruptedException {
        server.shutdown();
        if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            server.shutdownNow();
        }
        executor.shutdown();
    }
}
