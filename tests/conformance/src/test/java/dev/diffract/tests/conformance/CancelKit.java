package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import dev.diffract.kserve.ModelInferResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a request whose client goes away. The model computes long enough for everything here to happen while its
 * first request runs; every request fills a batch of its own.
 */
abstract class CancelKit {

    private static final String MODEL = "slow";

    abstract Clients clients();

    @Test
    @DisplayName("of cancelled requests that wait, the first two batches are computed all the same, later ones are not")
    void waitingRequestsAreCancelled() throws Exception {
        long computed = computed();
        double cancelled = metric("nv_inference_request_failure", ",reason=\"CANCELED\"");
        ListenableFuture<ModelInferResponse> running = infer();
        ListenableFuture<ModelInferResponse> first = infer();
        awaitPending(1, computed);
        ListenableFuture<ModelInferResponse> second = infer();
        awaitPending(2, computed);
        ListenableFuture<ModelInferResponse> third = infer();
        awaitPending(3, computed);
        ListenableFuture<ModelInferResponse> last = infer();
        awaitPending(4, computed);

        first.cancel(true);
        second.cancel(true);
        third.cancel(true);

        assertThatThrownBy(third::get).isInstanceOf(CancellationException.class);
        assertThat(running.get(60, TimeUnit.SECONDS).getOutputsCount()).isEqualTo(1);
        assertThat(last.get(60, TimeUnit.SECONDS).getOutputsCount()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(metric("nv_inference_request_failure", ",reason=\"CANCELED\""))
                .isEqualTo(cancelled + 1));
        await().untilAsserted(() -> assertThat(computed()).isEqualTo(computed + 4));
    }

    @Test
    @DisplayName("a request that is cancelled while it runs is computed to its end, and its answer is dropped")
    void aRunningRequestIsCancelled() throws Exception {
        long computed = computed();
        double cancelled = metric("nv_inference_request_failure", ",reason=\"CANCELED\"");
        ListenableFuture<ModelInferResponse> running = infer();
        ListenableFuture<ModelInferResponse> next = infer();
        awaitPending(1, computed);

        running.cancel(true);

        assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
        assertThat(next.get(60, TimeUnit.SECONDS).getOutputsCount()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(computed()).isEqualTo(computed + 2));
        assertThat(metric("nv_inference_request_failure", ",reason=\"CANCELED\""))
                .isEqualTo(cancelled);
    }

    private ListenableFuture<ModelInferResponse> infer() {
        return clients()
                .grpc()
                .futures()
                .modelInfer(GrpcClient.doubling(MODEL, 2, 1, 2).build());
    }

    /** Also that nothing has ended yet: else the model is not slow enough for what is tested. */
    private void awaitPending(int count, long computed) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(metric("nv_inference_pending_request_count", "")).isEqualTo(count);
                });
        assertThat(computed()).isEqualTo(computed);
    }

    private long computed() {
        return clients().grpc().statistics(MODEL).getExecutionCount();
    }

    private double metric(String name, String more) {
        String series = name + "{model=\"" + MODEL + "\"" + more + ",version=\"1\"} ";
        return HttpClientForTests.text(clients().metrics().get(""))
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .findFirst()
                .orElse(0);
    }
}
