package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.LeavingClient;
import dev.diffract.tests.harness.Metrics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Calls that nobody waits for any more are taken back from NVIDIA's tritonserver")
class WithdrawsFromTritonIT {

    /** Eight pictures are eight calls at once, as long as there are steps. */
    private static final String LONG = "{\"prompt\":\"a red circle\",\"seed\":7,\"steps\":150,\"count\":8}";

    private static final String SHORT = "{\"prompt\":\"a blue star\",\"seed\":7,\"steps\":2}";

    @TempDir
    private Path directory;

    /** Every call fills a batch. One runs, maybe another waits for it, and the rest is in the frontend, where it costs nobody anything. */
    @Test
    void whenAClientHangsUp() {
        TritonInstallation installation = TritonInstallation.find();
        WrittenRepository written = WrittenRepository.build(directory.resolve("repository"));
        String unet = written.name("unet");
        written.replace(unet, "max_batch_size: 8", "max_batch_size: 2");
        String model = "model=\"" + unet + "\"";
        try (TritonServer triton = TritonServer.start(installation, written.models(), directory);
                FrontendServer frontend = FrontendServer.start(
                        "frontend", written.root(), "slice=127.0.0.1:" + triton.grpcPort(), directory)) {
            URI base = frontend.base();
            Metrics server = new Metrics(triton.metrics());
            Metrics counted = new Metrics(frontend.metrics());
            try (LeavingClient client = LeavingClient.ask(base, LONG)) {
                client.awaitEvent("progress");
                await().during(Duration.ofSeconds(1)).untilAsserted(() -> {
                    assertThat(counted.sum("diffract_slice_in_flight")).isLessThanOrEqualTo(2);
                    assertThat(pending(server, model)).isLessThanOrEqualTo(2);
                });
                assertThat(calls(server, model)).isPositive();
            }
            await().untilAsserted(() -> assertThat(counted.sum("diffract_requests_total", "outcome=\"cancelled\""))
                    .isOne());
            await().untilAsserted(() -> assertThat(pending(server, model)).isZero());
            double ended = calls(server, model);
            await().during(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(calls(server, model))
                            .as("calls that were computed for nobody")
                            .isLessThanOrEqualTo(ended + 2));
            assertThat(counted.sum("diffract_call_failures_total")).isZero();
            assertThat(counted.sum("diffract_slice_in_flight")).isZero();

            try (LeavingClient next = LeavingClient.ask(base, SHORT)) {
                next.awaitEvent("completed");
            }
        }
    }

    private static double calls(Metrics server, String model) {
        return server.sum("nv_inference_request_success", model);
    }

    private static double pending(Metrics server, String model) {
        return server.sum("nv_inference_pending_request_count", model);
    }
}
