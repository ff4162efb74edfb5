package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks is told when it will be done, and is refused what cannot be done by its deadline. */
class TellsWhenItIsDoneIT {

    /** Before so many have ended nobody is refused by what is foreseen. */
    private static final int ENOUGH = 10;

    private static final int WAITING = 6;

    @Test
    void whatCannotBeDoneByItsDeadlineIsRefusedAtOnceAndNothingElse(@TempDir Path directory) throws Exception {
        Path repository = Deployment.buildRepository(directory);
        try (EmbeddedServer slice = EmbeddedServer.start("slice", repository, directory, "--fault", "latency=40ms");
                FrontendServer server = FrontendServer.start(
                        "frontend",
                        repository,
                        slice.name() + "=127.0.0.1:" + slice.grpcPort(),
                        directory,
                        "-Ddiffract.generation.max-active=1")) {
            Frontend frontend = new Frontend(server.base());
            await().until(() -> frontend.get("/v1/slices")
                    .path("slices")
                    .path(0)
                    .path("state")
                    .asText()
                    .equals("healthy"));
            for (int i = 0; i < ENOUGH; i++) {
                assertThat(frontend.post(request(2, 60)).statusCode()).isEqualTo(200);
            }
            HttpResponse<byte[]> picture = frontend.post(
                    "application/json", "image/png", request(2, 60).getBytes(StandardCharsets.UTF_8));
            assertThat(Instant.parse(picture.headers().firstValue("X-Done-By").orElseThrow()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));

            HttpResponse<byte[]> never = frontend.post(request(100, 1));
            assertThat(never.statusCode()).isEqualTo(429);
            assertThat(never.headers().firstValue("Retry-After"))
                    .as("nothing but another request would help")
                    .isEmpty();
            assertThat(Frontend.json(never).get("code").asText()).isEqualTo("too_late");
            assertThat(Frontend.json(never).get("detail").asText())
                    .startsWith("Though nothing else were drawn it would take at least")
                    .contains("its deadline is in ");

            List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
            Metrics counted = new Metrics(server.metrics());
            asked.add(ask(frontend, 100)); // so that it is drawn until all others wait
            await().until(() -> counted.known("diffract_generations_active") == 1);
            for (int i = 0; i < WAITING; i++) {
                asked.add(ask(frontend, 30));
            }
            await().until(() -> counted.known("diffract_queue_depth") == WAITING);

            HttpResponse<byte[]> refused = frontend.post(request(5, 2));

            JsonNode problem = Frontend.json(refused);
            assertThat(refused.statusCode()).as(problem.toString()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            refused.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 120);
            assertThat(problem.get("detail").asText())
                    .contains("So much is before it that it would take at least", "not be done by its deadline");
            assertThat(counted.known("diffract_requests_total", "outcome=\"too_late\""))
                    .isEqualTo(2);
            assertThat(asked).noneMatch(CompletableFuture::isDone);
            for (CompletableFuture<HttpResponse<byte[]>> one : asked) {
                assertThat(one.join().statusCode()).isEqualTo(200);
            }
        }
    }

    private static CompletableFuture<HttpResponse<byte[]>> ask(Frontend frontend, int steps) {
        return CompletableFuture.supplyAsync(
                () -> frontend.post(request(steps, 300)), work -> new Thread(work).start());
    }

    private static String request(int steps, int deadline) {
        return "{\"prompt\": \"a red circle\", \"seed\": 1, \"steps\": " + steps + ", \"deadline\": " + deadline + "}";
    }
}
