package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Takes what a program tells a collector of traces by OTLP over HTTP, and keeps it as it came. */
final class Collector implements AutoCloseable {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final HttpServer server;

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", request -> {
            byte[] body = request.getRequestBody().readAllBytes();
            synchronized (told) {
                told.writeBytes(body);
            }
            request.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            request.sendResponseHeaders(200, -1);
            request.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Everything that was told, a letter a byte, once this is among it: texts in messages stand there as they are. */
    String awaitText(String text) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(text()).contains(text));
        return text();
    }

    private String text() {
        synchronized (told) {
            return told.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
