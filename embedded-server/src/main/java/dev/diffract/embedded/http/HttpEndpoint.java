package dev.diffract.embedded.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.diffract.embedded.kserve.ServingException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** One HTTP port. Every request is answered by a function of its data. */
public final class HttpEndpoint {

    /** Triton's default for {@code --http-max-input-size}. */
    static final int MAX_BODY = 64 << 20;

    static {
        // Without it every answer in two pieces waits for the other side's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService executor;

    private HttpEndpoint(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * @param address port 0 takes a free one
     * @throws IOException if the port cannot be had
     */
    static HttpEndpoint start(InetSocketAddress address, Function<HttpRequestData, HttpReply> handler)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/", exchange -> serve(exchange, handler));
        server.start();
        return new HttpEndpoint(server, executor);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Takes no further requests, and gives those that run the time to end. */
    public void stop(Duration grace) {
        server.stop(Math.toIntExact(grace.toSeconds()));
        executor.shutdown();
    }

    private static void serve(HttpExchange exchange, Function<HttpRequestData, HttpReply> handler) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            send(exchange, body.length > MAX_BODY ? tooLarge() : answer(exchange, body, handler));
        }
    }

    private static HttpReply answer(HttpExchange exchange, byte[] body, Function<HttpRequestData, HttpReply> handler) {
        try {
            return handler.apply(new HttpRequestData(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    header(exchange, "Inference-Header-Content-Length"),
                    header(exchange, "Content-Encoding"),
                    body));
        } catch (RuntimeException e) {
            return HttpReply.error(e);
        }
    }

    private static HttpReply tooLarge() {
        return HttpReply.error(ServingException.invalid(
                "request body exceeds the maximum allowed input size of " + MAX_BODY + " bytes"));
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static void send(HttpExchange exchange, HttpReply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        long length = reply.length();
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        if (length == 0) {
            return;
        }
        try (OutputStream out = exchange.getResponseBody();
                WritableByteChannel channel = Channels.newChannel(out)) {
            for (ByteBuffer piece : reply.body()) {
                ByteBuffer rest = piece.duplicate();
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        }
    }
}
