package dev.diffract.embedded.cli;

import dev.diffract.embedded.grpc.GrpcEndpoint;
import dev.diffract.embedded.http.HttpEndpoint;
import dev.diffract.embedded.server.InferenceServer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A server with its ports, from the start to the last request. */
final class RunningServer implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final InferenceServer server;
    private final String sliceName;
    private final int faults;
    private final Duration grace;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private GrpcEndpoint grpc;
    private HttpEndpoint http;
    private HttpEndpoint metrics;

    RunningServer(InferenceServer server, String sliceName, int faults, Duration grace) {
        this.server = server;
        this.sliceName = sliceName;
        this.faults = faults;
        this.grace = grace;
    }

    void grpc(GrpcEndpoint endpoint) {
        grpc = endpoint;
    }

    void http(HttpEndpoint endpoint) {
        http = endpoint;
    }

    void metrics(HttpEndpoint endpoint) {
        metrics = endpoint;
    }

    void announce(PrintWriter out) {
        String slice = sliceName == null ? "" : " (slice " + sliceName + ")";
        out.println(InferenceServer.NAME + slice
                + ": Diffract's no-GPU stand-in for Triton, ONNX Runtime on CPU. This is not Triton.");
        server.loaded("", "")
                .forEach(model ->
                        out.println("model " + model.config().getName() + " version " + model.version() + " ready"));
        if (faults > 0) {
            out.println(faults + " fault(s) injected: this server fails on purpose");
        }
        out.println("grpc port " + grpc.port());
        out.println("http port " + http.port());
        out.println("metrics port " + metrics.port());
        out.println("ready");
        out.flush();
    }

    /**
     * Returns on SIGTERM or SIGINT. A signal handler, not a shutdown hook: the program decides about its exit code. Who presses Ctrl-C
     * interrupts all programs of a terminal at once: what was started by another one is ended by that, when nobody draws on it any more.
     */
    void awaitSignal() throws InterruptedException {
        Signals.on("TERM", stopped::countDown);
        Signals.on("INT", ParentWatch.isAskedFor() ? () -> {} : stopped::countDown);
        stopped.await();
    }

    /** Whoever asks meanwhile is told by the protocol that the server stops: after that no connection would answer. */
    private void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + grace.toNanos();
        while (server.inFlight() > 0 && System.nanoTime() < end) {
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Accepts no more, waits for what is in flight, and gives everything back. */
    @Override
    public void close() {
        server.stopAccepting();
        try {
            if (grpc != null) {
                awaitIdle();
                grpc.stop(grace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (http != null) {
            http.stop(server.inFlight() == 0 ? Duration.ZERO : grace);
        }
        if (metrics != null) {
            metrics.stop(Duration.ZERO);
        }
        server.close();
    }
}
