package dev.diffract.tests.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Asks frontends for pictures, as many at once as there are, and says how long each took. */
final class Pictures {

    private static final int DRAWN = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong seeds = new AtomicLong();

    /**
     * @return seconds; fails if there is no picture
     */
    CompletableFuture<Double> ask(URI frontend, int steps) {
        return ask(frontend, steps, "interactive");
    }

    /**
     * The same of a class.
     *
     * @return seconds; fails if there is no picture
     */
    CompletableFuture<Double> ask(URI frontend, int steps, String priority) {
        return answer(frontend, steps, priority).thenApply(answer -> {
            if (answer.status() != DRAWN) {
                throw new AssertionError(answer.status() + ": " + answer.body());
            }
            return answer.seconds();
        });
    }

    /**
     * What became of a request.
     *
     * @param seconds until the answer was there
     */
    record Answer(int status, String body, double seconds) {}

    /** Asks, whatever the answer is. */
    CompletableFuture<Answer> answer(URI frontend, int steps, String priority) {
        String body =
                "{\"prompt\": \"a red circle\", \"width\": 64, \"height\": 64, \"guidance\": 1, \"sampler\": \"Euler\", \"steps\": "
                        + steps + ", \"priority\": \"" + priority + "\", \"seed\": " + seeds.incrementAndGet() + "}";
        long begun = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(frontend.resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> new Answer(answer.statusCode(), answer.body(), (System.nanoTime() - begun) / 1e9));
    }

    /** Until the system's clock says so. */
    static void sleepUntil(long nanos) {
        try {
            long left = nanos - System.nanoTime();
            if (left > 0) {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static double p99(double[] seconds) {
        return quantile(0.99, seconds);
    }

    /** @param share of all that took no longer */
    static double quantile(double share, double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    static double mean(double[] seconds) {
        return Arrays.stream(seconds).average().orElseThrow();
    }
}
