package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.LeavingClient;
import dev.diffract.tests.harness.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that nobody waits for any more are taken back from the slices. */
class WithdrawsCallsIT {

    /** Eight pictures are eight calls at once, as long as there are steps. */
    private static final String LONG = "{\"prompt\":\"a red circle\",\"seed\":7,\"steps\":150,\"count\":8}";

    @TempDir
    private Path directory;

    /** Every call fills a batch: one runs, the next two are computed all the same, and those behind them are cancelled. */
    @Test
    void whenAClientHangsUp() throws IOException {
        Path unet = Deployment.buildRepository(directory).resolve("models/unet/config.pbtxt");
        Files.writeString(unet, Files.readString(unet).replace("max_batch_size: 8", "max_batch_size: 2"));
        try (Deployment deployment = Deployment.start(directory, List.of("slice-0"), "--fault", "latency=40ms")) {
            URI base = deployment.frontend().uri("/");
            Metrics server = new Metrics(deployment.slice("slice-0").metrics());
            Metrics counted = new Metrics(deployment.frontendServer().metrics());
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

            assertThat(deployment.frontend().draw("a blue star", 7)).isNotEmpty();
        }
    }

    private static double cancelled(Metrics server) {
        return server.sum("nv_inference_request_failure", "model=\"unet\"", "reason=\"CANCELED\"");
    }
}
