package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.IntBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Callers that ask for the same picture over and over, each for the next one when it has one, until it is enough. */
final class SteadyDrawing implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Frontend frontend;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<JsonNode> drawn = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> callers;

    SteadyDrawing(Frontend frontend, int callers) {
        this.frontend = frontend;
        this.callers = Stream.generate(() -> CompletableFuture.runAsync(this::drawOn))
                .limit(callers)
                .toList();
    }

    /**
     * One picture, to the bit.
     *
     * @param model its name, or that of a checkpoint
     * @return as the answer has it
     * @throws AssertionError if it is not drawn
     */
    static JsonNode draw(Frontend frontend, String model) {
        HttpResponse<byte[]> answer = frontend.post(body(model));
        assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
        return Frontend.json(answer).get("images").get(0);
    }

    /** Of a request for such a picture. */
    static String body(String model) {
        return "{\"model\": \"" + model
                + "\", \"prompt\": \"a green star on a white background\", \"seed\": 4, \"reproducible\": \"exact\"}";
    }

    /** Until one that was begun from now on is drawn with a checkpoint. */
    void awaitDrawn(String digest) {
        int underWay = drawn.size() + callers.size();
        await().atMost(LONG)
                .until(() -> !lost.isEmpty()
                        || drawn.stream()
                                .skip(underWay)
                                .anyMatch(image ->
                                        image.get("checkpoint").asText().equals(digest)));
    }

    /**
     * It is enough.
     *
     * @return all that was drawn, since nothing was lost, and the pictures of each checkpoint are one, and another one than that of any other
     */
    List<JsonNode> end() {
        close();
        assertThat(lost).isEmpty();
        Map<String, IntBuffer> pictures = new HashMap<>();
        for (JsonNode image : drawn) {
            IntBuffer pixels = pixels(image);
            IntBuffer before = pictures.put(image.get("checkpoint").asText(), pixels);
            assertThat(before).isIn(null, pixels);
        }
        assertThat(pictures.values()).doesNotHaveDuplicates();
        return List.copyOf(drawn);
    }

    /** Ends without a word on what came of it. */
    @Override
    public void close() {
        enough.set(true);
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();
    }

    private void drawOn() {
        while (!enough.get()) {
            try {
                drawn.add(draw(frontend, "demo"));
            } catch (AssertionError | RuntimeException failure) {
                lost.add(String.valueOf(failure));
                return;
            }
        }
    }

    private static IntBuffer pixels(JsonNode image) {
        try {
            BufferedImage picture = Frontend.picture(image.get("png").binaryValue());
            int width = picture.getWidth();
            return IntBuffer.wrap(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
