package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** The frontend as a client sees it: over HTTP. */
final class Frontend {

    /** One server-sent event. */
    record Event(String name, JsonNode data) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Frontend(URI base) {
        this.base = base;
    }

    URI uri(String path) {
        return base.resolve(path);
    }

    JsonNode get(String path) {
        return json(send(HttpRequest.newBuilder(uri(path)).build()));
    }

    /** Whatever the frontend says to a body, however wrong it is. */
    HttpResponse<byte[]> post(String contentType, String accept, byte[] body) {
        return post("/v1/generations", contentType, accept, body);
    }

    HttpResponse<byte[]> post(String path, String contentType, String accept, byte[] body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .header("Accept", accept)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    HttpResponse<byte[]> post(String json) {
        return post("application/json", "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with one more header. */
    HttpResponse<byte[]> postWith(String header, String value, String json) {
        return send(HttpRequest.newBuilder(uri("/v1/generations"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /** The bytes of one PNG. */
    byte[] draw(String prompt, long seed) {
        HttpResponse<byte[]> response =
                post("application/json", "image/png", request(prompt, seed).getBytes(StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    /**
     * The bytes of one PNG, drawn with progress to its end.
     *
     * @param happens once, in the middle of the picture
     */
    byte[] drawAlthough(String prompt, long seed, Runnable happens) {
        AtomicBoolean happened = new AtomicBoolean();
        List<Event> events = new ArrayList<>();
        drawWithEvents(prompt, seed, event -> {
            events.add(event);
            if (event.name().equals("progress")
                    && event.data().get("step").asInt() >= 5
                    && happened.compareAndSet(false, true)) {
                happens.run();
            }
        });
        assertThat(happened).isTrue();
        assertThat(events).extracting(Event::name).endsWith("completed");
        return events.stream()
                .filter(event -> event.name().equals("image"))
                .map(event -> Base64.getDecoder().decode(event.data().get("png").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** Draws with progress; every event is given to the listener as it comes. */
    void drawWithEvents(String prompt, long seed, Consumer<Event> listener) {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/generations"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(request(prompt, seed)))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String name = "message";
                StringBuilder data = new StringBuilder();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event:")) {
                        name = line.substring(6).strip();
                    } else if (line.startsWith("data:")) {
                        data.append(line.substring(5).strip());
                    } else if (line.isEmpty() && data.length() > 0) {
                        listener.accept(new Event(name, JSON.readTree(data.toString())));
                        data.setLength(0);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static String request(String prompt, long seed) {
        return JSON.createObjectNode().put("prompt", prompt).put("seed", seed).toString();
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    static BufferedImage picture(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the frontend", e);
    }
}
