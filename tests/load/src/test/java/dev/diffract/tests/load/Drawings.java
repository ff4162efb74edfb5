package dev.diffract.tests.load;

import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Some pictures of which is known what they are when nothing happens, asked for again and again. */
final class Drawings {

    static final int STEPS = 8;

    private static final List<String> SAMPLERS = List.of("Euler", "DPM++ 2M Karras", "UniPC");
    private static final List<String> PROMPTS =
            List.of("a red circle on a white background", "a blue star on a yellow background");

    /** Every sixth kind is to be the same to the bit, one of each sampler. */
    static final int KINDS = 3 * SAMPLERS.size() * PROMPTS.size();

    private static final int EXACT = 6;

    private static final int REFUSED = 503;
    private static final int ROUNDS = 2;

    private final URI address;
    private final List<byte[]> known = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * What became of a request.
     *
     * @param body empty if a picture came
     * @param refused how often it was refused before, with 503
     * @param difference largest of a channel from what is known, of 255; of what is to be the same to the bit, 1 if it is not
     * @param seconds from when it was first asked
     */
    record Drawing(String asked, int status, String body, int refused, int difference, int allowed, double seconds) {}

    Drawings(URI frontend) {
        this.address = frontend.resolve("/v1/generations");
    }

    /** Draws each kind once, alone, and then all of them at once, so that it is known how long each slice takes. */
    void remember() {
        for (int kind = 0; kind < KINDS; kind++) {
            HttpResponse<byte[]> answer = send(kind).join();
            if (answer.statusCode() != 200) {
                throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
            }
            known.add(answer.body());
        }
        for (int round = 0; round < ROUNDS; round++) {
            IntStream.range(0, KINDS).mapToObj(this::send).toList().forEach(CompletableFuture::join);
        }
    }

    /** What one kind costs the slices in the mean, in times of a picture that shares full batches: what is to be the same to the bit fills its own. */
    static double cost() {
        return (EXACT - 1 + (double) Simulation.BATCH) / EXACT;
    }

    /** Asks until it is not refused. */
    CompletableFuture<Drawing> ask(int kind) {
        return ask(kind, 0, System.nanoTime());
    }

    private CompletableFuture<Drawing> ask(int kind, int refused, long begun) {
        return send(kind).thenCompose(answer -> {
            if (answer.statusCode() == REFUSED) {
                return CompletableFuture.supplyAsync(() -> null, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                        .thenCompose(later -> ask(kind, refused + 1, begun));
            }
            boolean drawn = answer.statusCode() == 200;
            return CompletableFuture.completedFuture(new Drawing(
                    body(kind),
                    answer.statusCode(),
                    drawn ? "" : new String(answer.body(), StandardCharsets.UTF_8),
                    refused,
                    drawn ? difference(kind, answer.body()) : 0,
                    exact(kind) ? 0 : 1,
                    (System.nanoTime() - begun) / 1e9));
        });
    }

    private static boolean exact(int kind) {
        return kind % EXACT == 0;
    }

    private static String body(int kind) {
        int picture = kind / 3;
        return "{\"prompt\": \"" + PROMPTS.get(picture % PROMPTS.size()) + "\", \"sampler\": \""
                + SAMPLERS.get(picture / PROMPTS.size()) + "\", \"width\": 64, \"height\": 64, \"steps\": " + STEPS
                + ", \"seed\": " + (100 + kind) + (exact(kind) ? ", \"reproducible\": \"exact\"" : "") + "}";
    }

    private CompletableFuture<HttpResponse<byte[]>> send(int kind) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofString(body(kind)))
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray());
    }

    private int difference(int kind, byte[] png) {
        if (exact(kind)) {
            return Arrays.equals(known.get(kind), png) ? 0 : 1;
        }
        BufferedImage one = picture(known.get(kind));
        BufferedImage other = picture(png);
        int largest = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255);
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
        }
        return largest;
    }

    private static BufferedImage picture(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new CompletionException(new UncheckedIOException(e));
        }
    }
}
