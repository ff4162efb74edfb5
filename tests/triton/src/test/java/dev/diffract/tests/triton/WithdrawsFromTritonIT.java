package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.LeavingClient;
import dev.diffract.tests.harness.Metrics;
import java.net.URI;
import java.nio.file.Path;
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

    /** Every call fills a batch: one runs, the next two are computed all the same, and those behind them are cancelled. */
    @Test
    void whenAClientHangsUp() {
        TritonInstallation installation = TritonInstallation.find();
        WrittenRepository written = WrittenRepository.build(directory.resolve("repository"))
                .replace("unet", "max_batch_size: 8", "max_batch_size: 2");
        try (TritonServer triton = TritonServer.start(installation, written.models(), directory);
                FrontendServer frontend = FrontendServer.start(
                        "frontend", written.root(), "slice=127.0.0.1:" + triton.grpcPort(), directory)) {
            URI base = frontend.base();
            Metrics server = new Metrics(triton.metrics());
            Metrics counted = new Metrics(frontend.metrics());
            try (LeavingClient client = LeavingClient.ask(base, LONG)) {
                client.awaitEvent("progress");
                await().untilAsserted(
                                () -> assertThat(server.sum("nv_inference_pending_request_count", "model=\"unet\""))
                                        .isGreaterThanOrEqualTo(4));
                assertThat(cancelled(server)).isZero();
            }
            await().untilAsserted(() -> assertThat(cancelled(server)).isPositive());
            await().untilAsserted(() -> assertThat(server.sum("nv_inference_pending_request_count", "model=\"unet\""))
                    .isZero());
            await().untilAsserted(() -> assertThat(counted.sum("diffract_requests_total", "outcome=\"cancelled\""))
                    .isOne());
            assertThat(counted.sum("diffract_call_withdrawals_total")).isGreaterThanOrEqualTo(cancelled(server));
            assertThat(counted.sum("diffract_call_failures_total")).isZero();
            assertThat(counted.sum("diffract_slice_in_flight")).isZero();

            try (LeavingClient next = LeavingClient.ask(base, SHORT)) {
                next.awaitEvent("completed");
            }
        }
    }

    private static double cancelled(Metrics server) {
        return server.sum("nv_inference_request_failure", "model=\"unet\"", "reason=\"CANCELED\"");
    }
}
