package dev.diffract.tests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A client that asks the frontend for pictures as events, and hangs up when it is closed. */
public final class LeavingClient implements AutoCloseable {

    private final BufferedReader events;

    private LeavingClient(BufferedReader events) {
        this.events = events;
    }

    /**
     * @param frontend its root
     * @param request the body, JSON
     * @throws IllegalStateException if it is refused
     */
    public static LeavingClient ask(URI frontend, String request) {
        HttpRequest post = HttpRequest.newBuilder(frontend.resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(request))
                .build();
        try {
            HttpResponse<InputStream> answer = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(post, BodyHandlers.ofInputStream());
            BufferedReader events = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + ": " + events.readLine());
            }
            return new LeavingClient(events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the frontend", e);
        }
    }

    /**
     * Reads until an event of this name has come.
     *
     * @throws IllegalStateException if the stream ends without it
     */
    public void awaitEvent(String name) {
        try {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                if (line.startsWith("event:")
                        && line.substring("event:".length()).strip().equals(name)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the stream ended without the event " + name);
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
