package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.LeavingClient;
import dev.diffract.tests.harness.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that nobody waits for any more are taken back from the slices. */
class WithdrawsCallsIT {

    /** Eight pictures are eight calls at once, as long as there are steps. */
    private static final String LONG = "{\"prompt\":\"a red circle\",\"seed\":7,\"steps\":150,\"count\":8}";

    @TempDir
    private Path directory;

    /** Every call fills a batch. One runs, maybe another waits for it, and the rest is in the frontend, where it costs nobody anything. */
    @Test
    void whenAClientHangsUp() throws IOException {
        Path repository = Deployment.buildRepository(directory);
        String model = "model=\"" + BuiltRepository.name(repository, "unet") + "\"";
        Path unet = BuiltRepository.file(repository, "unet", "config.pbtxt");
        Files.writeString(unet, Files.readString(unet).replace("max_batch_size: 8", "max_batch_size: 2"));
        try (Deployment deployment = Deployment.start(directory, List.of("slice-0"), "--fault", "latency=400ms")) {
            URI base = deployment.frontend().uri("/");
            Metrics server = new Metrics(deployment.slice("slice-0").metrics());
            Metrics counted = new Metrics(deployment.frontendServer().metrics());
            double drawn;
            try (LeavingClient client = LeavingClient.ask(base, LONG)) {
                client.awaitEvent("progress");
                await().during(Duration.ofSeconds(2))
                        .untilAsserted(() -> assertThat(counted.sum("diffract_slice_in_flight"))
                                .isLessThanOrEqualTo(2));
                drawn = calls(server, model);
                assertThat(drawn).isPositive();
            }
            await().untilAsserted(() -> assertThat(counted.sum("diffract_requests_total", "outcome=\"cancelled\""))
                    .isOne());
            await().untilAsserted(() -> assertThat(server.sum("nv_inference_pending_request_count", model))
                    .isZero());
            assertThat(calls(server, model))
                    .as("calls that were computed for nobody")
                    .isLessThanOrEqualTo(drawn + 3);
            assertThat(counted.sum("diffract_call_withdrawals_total")).isPositive();
            assertThat(counted.sum("diffract_class_step_seconds_count", "outcome=\"withdrawn\""))
                    .as("steps that were taken back, of which it is known how long they took")
                    .isPositive();
            assertThat(counted.sum("diffract_slice_unanswered_seconds_total")).isPositive();
            assertThat(counted.sum("diffract_call_failures_total")).isZero();
            assertThat(counted.sum("diffract_slice_in_flight")).isZero();

            assertThat(deployment.frontend().draw("a blue star", 7)).isNotEmpty();
        }
    }

    private static double calls(Metrics server, String model) {
        return server.sum("nv_inference_request_success", model);
    }
}
