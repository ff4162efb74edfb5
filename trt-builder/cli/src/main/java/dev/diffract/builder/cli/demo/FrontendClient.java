package dev.diffract.builder.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Talks to the frontend as any client does. */
final class FrontendClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration DRAWING = Duration.ofMinutes(2);
    private static final int OK = 200;

    // One request at a time on one machine: nothing of HTTP/2 would be used.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(SHORT)
            .build();
    private final URI base;
    private final URI management;

    /**
     * @param port of pictures and the page
     * @param management port of its health
     */
    FrontendClient(int port, int management) {
        this.base = loopback(port);
        this.management = loopback(management);
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Where a browser finds the page. */
    URI page() {
        return base;
    }

    /** How it is; its metrics are beside it. */
    URI health() {
        return management.resolve("q/health");
    }

    URI metrics() {
        return management.resolve("q/metrics");
    }

    /** Whether a picture could be drawn now. Not listening yet is no. */
    boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(management.resolve("q/health/ready"))
                .timeout(SHORT)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A PNG of the model's default size.
     *
     * @throws DemoException if the frontend refuses or fails
     */
    byte[] draw(String prompt, long seed) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(
                JSON.createObjectNode().put("prompt", prompt).put("seed", seed));
        HttpRequest request = HttpRequest.newBuilder(base.resolve("v1/generations"))
                .timeout(DRAWING)
                .header("Content-Type", "application/json")
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != OK) {
            throw new DemoException("the frontend drew nothing: " + problem(response));
        }
        return response.body();
    }

    /** Errors are problem documents; their detail is a sentence, and further faults are listed with their fields. */
    private static String problem(HttpResponse<byte[]> response) {
        try {
            JsonNode problem = JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
            StringBuilder sentence = new StringBuilder(problem.path("detail")
                    .asText(problem.path("title").asText("it answered with status " + response.statusCode())));
            for (JsonNode error : problem.path("errors")) {
                sentence.append("; ")
                        .append(error.path("pointer").asText())
                        .append(' ')
                        .append(error.path("detail").asText());
            }
            return sentence.toString();
        } catch (JsonProcessingException e) {
            return "it answered with status " + response.statusCode();
        }
    }
}
