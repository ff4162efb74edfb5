package dev.diffract.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures and reports what a look at the metrics costs with many slices, beside one; how fast decides no test. */
class ScrapeCostIT {

    private static final int SLICES = 64;
    private static final int WARM = 1500;
    private static final int ROUNDS = 5;
    private static final int ROUND = 300;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @TempDir
    Path logs;

    /** One server under many addresses of loopback: each is a slice of its own to the frontend. Both frontends have drawn on all of them. */
    @Test
    void aScrapeOfManySlicesIsHeldAgainstOneOfASingle() throws IOException, InterruptedException {
        Path repository = BuiltRepository.of(logs, Programs.demoModel(), logs.resolve("repository"));
        try (EmbeddedServer server =
                        EmbeddedServer.start("slices", repository, logs, "--bind", "0.0.0.0", "--threads", "1");
                FrontendServer many = frontend("many", repository, server, SLICES);
                FrontendServer one = frontend("one", repository, server, 1)) {
            scrape(many, WARM);
            scrape(one, WARM);
            double[] ratios = new double[ROUNDS];
            double[] alone = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                alone[round] = scrape(one, ROUND);
                ratios[round] = scrape(many, ROUND) / alone[round];
            }
            Figures figures = new Figures("bench");
            figures.add(
                    "scrape.64-slices",
                    median(ratios),
                    "of-one-slice",
                    "<=",
                    1.5,
                    Optional.of(new Baseline("microseconds", median(alone))));
            figures.report();
            assertThat(median(alone)).isPositive();
        }
    }

    private FrontendServer frontend(String name, Path repository, EmbeddedServer server, int slices)
            throws IOException, InterruptedException {
        String all = IntStream.rangeClosed(1, slices)
                .mapToObj(i -> "s" + i + "=127.0.0." + i + ":" + server.grpcPort())
                .collect(Collectors.joining(","));
        FrontendServer frontend = FrontendServer.start(name, repository, all, logs);
        Metrics counted = new Metrics(frontend.metrics());
        for (int pictures = 0; pictures < slices && counted.sum("diffract_step_seconds_count") < slices; pictures++) {
            draw(frontend.base().resolve("/v1/generations"));
        }
        return frontend;
    }

    private void draw(URI generations) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(generations)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"prompt\": \"a red circle\", \"count\": 16, \"steps\": 8}"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    /** @return median of the microseconds of one */
    private double scrape(FrontendServer frontend, int times) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(frontend.metrics()).build();
        double[] microseconds = new double[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            int status = http.send(request, BodyHandlers.ofByteArray()).statusCode();
            microseconds[i] = (System.nanoTime() - begun) / 1e3;
            assertThat(status).isEqualTo(200);
        }
        return median(microseconds);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
