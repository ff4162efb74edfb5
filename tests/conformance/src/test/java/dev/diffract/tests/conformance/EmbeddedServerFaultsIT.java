package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.ServerReadyRequest;
import dev.diffract.tests.harness.EmbeddedServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the stand-in can do: fail on purpose. And how it ends. */
class EmbeddedServerFaultsIT {

    private static final ModelInferRequest REQUEST =
            GrpcClient.doubling("double", 1, 21).build();

    @TempDir
    private Path directory;

    private EmbeddedServer server;
    private GrpcClient client;

    @BeforeEach
    void writeRepository() {
        ConformanceRepository.write(directory.resolve("models"));
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aBurstAnswersUnavailableAndPasses() {
        start("--fault", "unavailable=burst:2/3@double");
        for (int round = 0; round < 2; round++) {
            assertThat(answer()).containsExactly(42f);
            assertThat(client.failure(REQUEST).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(client.failure(REQUEST).getDescription()).contains("injected fault: unavailable");
        }
        assertThat(client.blocking()
                        .modelInfer(GrpcClient.doubling("quadruple", 1, 1).build()))
                .as("faults of a model do not concern requests for others")
                .isNotNull();
    }

    @Test
    void aHangingServerIsLiveAndAnswersNoInference() {
        start("--fault", "hang=after:1");
        assertThat(answer()).containsExactly(42f);
        var impatient = GRPCInferenceServiceGrpc.newBlockingStub(client.channel())
                .withDeadlineAfter(500, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> impatient.modelInfer(REQUEST))
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
        assertThat(new HttpClientForTests(server.http("").toString())
                        .get("/v2/health/live")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCrashTakesTheProcessAndLooksLikeAKilledOne() {
        start("--fault", "crash=after:2");
        assertThat(answer()).containsExactly(42f);
        assertThat(answer()).containsExactly(42f);
        assertThat(client.failure(REQUEST).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(server.program().awaitExit(Duration.ofSeconds(30)).exitCode())
                .isEqualTo(137);
    }

    @Test
    void latencyIsTimeOfTheExecution() {
        start("--fault", "latency=300ms@double");
        assertThat(answer()).containsExactly(42f);
        ModelStatistics statistics = client.statistics("double");
        assertThat(statistics.getInferenceStats().getComputeInfer().getNs())
                .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
    }

    @Test
    void sigtermLetsAcceptedRequestsFinishAndExitsWithZero() throws Exception {
        start("--fault", "latency=2s@double");
        // One executes, the other waits behind it: both were accepted.
        ListenableFuture<ModelInferResponse> running = client.futures().modelInfer(REQUEST);
        ListenableFuture<ModelInferResponse> waiting = client.futures().modelInfer(REQUEST);
        HttpClientForTests metrics = new HttpClientForTests(server.metrics().toString());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(HttpClientForTests.text(metrics.get("")))
                        .contains("nv_inference_pending_request_count{model=\"double\",version=\"1\"} 1"));
        server.program().handle().destroy();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                refusal(() -> client.blocking().serverReady(ServerReadyRequest.getDefaultInstance())))
                        .isEqualTo("UNAVAILABLE: Server exiting"));
        assertThat(refusal(() -> client.blocking().modelInfer(REQUEST)))
                .isEqualTo("NOT_FOUND: Request for unknown model: 'double' has no available versions");
        assertThat(refusal(() -> client.blocking()
                        .modelInfer(REQUEST.toBuilder().setModelVersion("1").build())))
                .isEqualTo("UNAVAILABLE: Request for unknown model: 'double' version 1 is not at ready state");
        assertThat(refusal(() -> client.blocking().repositoryIndex(RepositoryIndexRequest.getDefaultInstance())))
                .isEqualTo("UNAVAILABLE: Server not ready");
        assertThat(GrpcClient.floats(running.get(60, TimeUnit.SECONDS), 0)).containsExactly(42f);
        assertThat(GrpcClient.floats(waiting.get(60, TimeUnit.SECONDS), 0)).containsExactly(42f);
        assertThat(server.program().awaitExit(Duration.ofSeconds(30)).exitCode())
                .isZero();
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call).getMessage();
    }

    private List<Float> answer() {
        return GrpcClient.floats(client.blocking().modelInfer(REQUEST), 0);
    }

    private void start(String... options) {
        server = EmbeddedServer.start("faulty", directory.resolve("models"), directory, options);
        client = new GrpcClient("127.0.0.1:" + server.grpcPort());
    }
}
