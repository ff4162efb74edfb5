package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.e2e.VersionedClient.Answer;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM of a frontend that has work: everybody is answered before the connections are closed. */
class StopsInGoodOrderIT {

    /** More than are drawn at once, so that some wait for their turn. */
    private static final int CLIENTS = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private VersionedClient http;

    @AfterEach
    void disconnect() {
        if (http != null) {
            http.close();
        }
    }

    /** Half of them follow events. Some draw, the others wait. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whatIsDrawnIsFinishedWhileNothingNewIsBegun(HttpVersion version) {
        Path repository = Deployment.buildRepository(directory);
        try (EmbeddedServer slice = EmbeddedServer.start("slice-0", repository, directory, "--fault", "latency=40ms");
                FrontendServer frontend = frontend(
                        slice, repository, "-Ddiffract.shutdown.grace=2m", "-Ddiffract.generation.max-active=4")) {
            List<CompletableFuture<Answer>> answers = clients(version, frontend, 10);

            frontend.program().handle().destroy();

            await().untilAsserted(
                            () -> assertThat(ask(frontend.health("ready"))).isEqualTo(503));
            Answer refused =
                    draw(frontend.base(), "application/json", 10, "late").join();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().get("Retry-After")).isNotNull();
            assertThat(refused.version()).isEqualTo(version);
            if (version == HttpVersion.HTTP_1_1) {
                assertThat(refused.headers().get("Connection")).isEqualTo("close");
            }
            assertThat(refused.body()).contains("\"code\":\"stopping\"", "is stopping");
            assertThat(ask(frontend.base())).as("the page").isEqualTo(503);

            for (int i = 0; i < CLIENTS; i++) {
                Answer answer = answers.get(i).join();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).contains(i % 2 == 0 ? "\"png\":\"iVBOR" : "event:completed");
            }
            String log = frontend.program().awaitExit(PATIENCE).output();
            assertThat(log).doesNotContain(" ERROR ", "Exception");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whoIsNotFinishedInTheGraceIsToldWhy(HttpVersion version) {
        Path repository = Deployment.buildRepository(directory);
        try (EmbeddedServer slice = EmbeddedServer.start("slice-0", repository, directory, "--fault", "latency=400ms");
                FrontendServer frontend = frontend(
                        slice, repository, "-Ddiffract.shutdown.grace=0s", "-Ddiffract.generation.max-active=4")) {
            List<CompletableFuture<Answer>> answers = clients(version, frontend, 150);

            frontend.program().handle().destroy();

            for (int i = 0; i < CLIENTS; i++) {
                Answer answer = answers.get(i).join();
                if (i % 2 == 0) {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.headers().get("Retry-After")).isNotNull();
                } else {
                    assertThat(answer.status()).isEqualTo(200);
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

    /** Nothing would come of what they send; whether or not something is drawn meanwhile. */
    @Test
    void whoSendsABodyStillIsTold() {
        Path repository = Deployment.buildRepository(directory);
        try (EmbeddedServer slice = EmbeddedServer.start("slice-0", repository, directory);
                FrontendServer frontend = frontend(slice, repository);
                RawConnection still = new RawConnection(frontend.base());
                RawConnection waits = new RawConnection(frontend.base())) {
            String head = "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
            still.send(head + "Content-Length: 100000\r\n\r\n{\"prompt\":");
            assertThat(waits.send(head + "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n")
                            .readSome())
                    .startsWith("HTTP/1.1 100 ");

            frontend.program().handle().destroy();

            for (RawConnection client : List.of(still, waits)) {
                assertThat(client.readToEnd())
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("\r\nretry-after: ")
                        .contains("\"code\":\"stopping\"", "reads nothing more");
            }
            assertThat(frontend.program().awaitExit(PATIENCE).output()).doesNotContain(" ERROR ", "Exception");
        }
    }

    private FrontendServer frontend(EmbeddedServer slice, Path repository, String... properties) {
        return FrontendServer.start(
                "frontend", repository, "slice-0=127.0.0.1:" + slice.grpcPort(), directory, properties);
    }

    /** Who does not read, the events of a generation or answers that are complete, does not keep the program from its end. */
    @Test
    void whoReadsNothingIsCutOffAfterAWhile() {
        Path repository = Deployment.buildRepository(directory);
        try (EmbeddedServer slice = EmbeddedServer.start("slice-0", repository, directory, "--fault", "latency=40ms");
                FrontendServer frontend = frontend(slice, repository, "-Ddiffract.shutdown.grace=0s");
                RawConnection events = new RawConnection(frontend.base());
                RawConnection answers = new RawConnection(frontend.base())) {
            answers.send("GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));
            events.post(
                    "text/event-stream", "{\"prompt\":\"a red circle\",\"steps\":150,\"count\":16,\"previews\":true}");
            Metrics counted = new Metrics(frontend.metrics());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(counted.sum("diffract_generations_active"))
                            .isOne());
            assertThat(answers.readSome()).startsWith("HTTP/1.1 200 ");

            frontend.program().handle().destroy();

            frontend.program().awaitExit(PATIENCE);
            assertThat(frontend.log())
                    .doesNotContain(" ERROR ", " WARN ", "Exception", "\tat ")
                    .contains(", stopped in ");
        }
    }

    /** All have been accepted when this returns, and some are drawn. */
    private List<CompletableFuture<Answer>> clients(HttpVersion version, FrontendServer frontend, int steps) {
        http = new VersionedClient(version);
        // Over HTTP/2, all others share that connection.
        assertThat(ask(frontend.base())).isEqualTo(200);
        List<CompletableFuture<Answer>> answers = IntStream.range(0, CLIENTS)
                .mapToObj(i -> draw(
                        frontend.base(), i % 2 == 0 ? "application/json" : "text/event-stream", steps, "client " + i))
                .toList();
        Metrics counted = new Metrics(frontend.metrics());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(counted.sum("diffract_generations_active") + counted.sum("diffract_queue_depth"))
                    .isEqualTo(CLIENTS);
        });
        return answers;
    }

    private CompletableFuture<Answer> draw(URI base, String accept, int steps, String prompt) {
        String body = "{\"prompt\":\"" + prompt + "\",\"seed\":7,\"steps\":" + steps + "}";
        return http.post(base.resolve("/v1/generations"), accept, body);
    }

    private int ask(URI address) {
        return http.get(address).join().status();
    }
}
