package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM of a frontend that has work: everybody is answered before the connections are closed. */
class StopsInGoodOrderIT {

    /** More than are drawn at once, so that some wait for their turn. */
    private static final int CLIENTS = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    /** Half of them follow events. Some draw, the others wait. */
    @Test
    void whatIsDrawnIsFinishedWhileNothingNewIsBegun() throws IOException, InterruptedException {
        Path repository = Deployment.buildRepository(directory);
        try (EmbeddedServer slice = EmbeddedServer.start("slice-0", repository, directory, "--fault", "latency=40ms");
                FrontendServer frontend = frontend(
                        slice, repository, "-Ddiffract.shutdown.grace=2m", "-Ddiffract.generation.max-active=4")) {
            List<CompletableFuture<HttpResponse<String>>> answers = clients(frontend, 10);

            frontend.program().handle().destroy();

            await().untilAsserted(
                            () -> assertThat(ask(frontend.health("ready"))).isEqualTo(503));
            HttpResponse<String> refused =
                    http.send(request(frontend.base(), "application/json", 10, "late"), BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.headers().firstValue("Connection")).contains("close");
            assertThat(refused.body()).contains("\"code\":\"stopping\"", "is stopping");
            assertThat(ask(frontend.base())).as("the page").isEqualTo(503);

            for (int i = 0; i < CLIENTS; i++) {
                HttpResponse<String> answer = answers.get(i).join();
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains(i % 2 == 0 ? "\"png\":\"iVBOR" : "event:completed");
            }
            String log = frontend.program().awaitExit(PATIENCE).output();
            assertThat(log).doesNotContain(" ERROR ", "Exception");
        }
    }

    @Test
    void whoIsNotFinishedInTheGraceIsToldWhy() throws IOException, InterruptedException {
        Path repository = Deployment.buildRepository(directory);
        try (EmbeddedServer slice = EmbeddedServer.start("slice-0", repository, directory, "--fault", "latency=400ms");
                FrontendServer frontend = frontend(
                        slice, repository, "-Ddiffract.shutdown.grace=0s", "-Ddiffract.generation.max-active=4")) {
            List<CompletableFuture<HttpResponse<String>>> answers = clients(frontend, 150);

            frontend.program().handle().destroy();

            for (int i = 0; i < CLIENTS; i++) {
                HttpResponse<String> answer = answers.get(i).join();
                if (i % 2 == 0) {
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                } else {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body().substring(answer.body().lastIndexOf("event:")))
                            .startsWith("event:failed");
                }
                assertThat(answer.body())
                        .contains("\"code\":\"stopping\"")
                        .contains("The frontend was stopped before the generation was finished; ask again.");
            }
            String log = frontend.program().awaitExit(PATIENCE).output();
            assertThat(log).doesNotContain(" ERROR ", "Exception").contains(", stopped in ");
        }
    }

    private FrontendServer frontend(EmbeddedServer slice, Path repository, String... properties) {
        return FrontendServer.start(
                "frontend", repository, "slice-0=127.0.0.1:" + slice.grpcPort(), directory, properties);
    }

    /** All have been accepted when this returns, and some are drawn. */
    private List<CompletableFuture<HttpResponse<String>>> clients(FrontendServer frontend, int steps) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        IntStream.range(0, CLIENTS)
                .mapToObj(i -> request(
                        frontend.base(), i % 2 == 0 ? "application/json" : "text/event-stream", steps, "client " + i))
                .forEach(request -> answers.add(http.sendAsync(request, BodyHandlers.ofString())));
        Metrics counted = new Metrics(frontend.metrics());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(counted.sum("diffract_generations_active") + counted.sum("diffract_queue_depth"))
                    .isEqualTo(CLIENTS);
        });
        return answers;
    }

    private static HttpRequest request(URI base, String accept, int steps, String prompt) {
        return HttpRequest.newBuilder(base.resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString("{\"prompt\":\"" + prompt + "\",\"seed\":7,\"steps\":" + steps + "}"))
                .build();
    }

    private int ask(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
