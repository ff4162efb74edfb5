package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import dev.diffract.kserve.InferParameter;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelStatistics;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The models hold a batch open for 20 seconds, so what decides is the number of requests, and no machine is so slow that
 * the outcome changes.
 */
abstract class BatchingKit {

    abstract Clients clients();

    @Test
    @DisplayName("requests that wait together run together, and each gets its own rows")
    void batchesAreFormed() throws Exception {
        ModelStatistics before = clients().grpc().statistics("gathering");
        List<ListenableFuture<ModelInferResponse>> answers = new ArrayList<>();
        for (float value : new float[] {1, 2, 3, 4}) {
            answers.add(clients().grpc().futures().modelInfer(request("gathering", 1, value)));
        }
        for (int i = 0; i < 4; i++) {
            ModelInferResponse response = answers.get(i).get(60, TimeUnit.SECONDS);
            assertThat(GrpcClient.floats(response, 0)).containsExactly(2f * (i + 1));
            assertThat(response.getOutputs(0).getShapeList()).containsExactly(1L, 1L);
        }
        ModelStatistics after = clients().grpc().statistics("gathering", before.getExecutionCount() + 1);
        assertThat(after.getInferenceCount() - before.getInferenceCount()).isEqualTo(4);
        assertThat(after.getExecutionCount() - before.getExecutionCount()).isEqualTo(1);
        assertThat(after.getBatchStatsList())
                .anySatisfy(batch -> assertThat(batch.getBatchSize()).isEqualTo(4));
    }

    @Test
    @DisplayName("requests of different shapes do not share a batch")
    void shapesAreNotMixed() throws Exception {
        ModelStatistics before = clients().grpc().statistics("gathering");
        ListenableFuture<ModelInferResponse> narrow =
                clients().grpc().futures().modelInfer(request("gathering", 2, 1, 2));
        awaitPending("gathering", 1);
        ListenableFuture<ModelInferResponse> wide =
                clients().grpc().futures().modelInfer(request("gathering", 4, 1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(GrpcClient.floats(narrow.get(60, TimeUnit.SECONDS), 0)).containsExactly(2f, 4f);
        assertThat(wide.get(60, TimeUnit.SECONDS).getOutputs(0).getShapeList()).containsExactly(4L, 2L);
        ModelStatistics after = clients().grpc().statistics("gathering", before.getExecutionCount() + 2);
        assertThat(after.getExecutionCount() - before.getExecutionCount()).isEqualTo(2);
    }

    @Test
    @DisplayName("a request whose time in the queue is up is rejected")
    void queueTimeout() {
        Status status = clients().grpc().failure(request("impatient", 1, 1));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("Request timeout expired");
    }

    @Test
    @DisplayName("a request may shorten its time in the queue")
    void shorterTimeout() {
        ModelInferRequest request = request("impatient", 1, 1).toBuilder()
                .putParameters(
                        "timeout", InferParameter.newBuilder().setInt64Param(1).build())
                .build();
        assertThat(clients().grpc().failure(request).getDescription()).contains("Request timeout expired");
    }

    @Test
    @DisplayName("a full queue turns requests away, and one that its client gave up makes room")
    void fullQueue() throws Exception {
        ListenableFuture<ModelInferResponse> waiting =
                clients().grpc().futures().modelInfer(request("narrow", 1, 1));
        awaitPending("narrow", 1);
        Status status = clients().grpc().failure(request("narrow", 1, 2));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("Exceeds maximum queue size");
        waiting.cancel(true);
        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
        awaitPending("narrow", 0);
        ModelInferResponse whole = clients().grpc().blocking().modelInfer(request("narrow", 4, 1, 2, 3, 4));
        assertThat(GrpcClient.floats(whole, 0)).containsExactly(2f, 4f, 6f, 8f);
    }

    private void awaitPending(String model, int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                HttpClientForTests.text(clients().metrics().get("")))
                        .contains(
                                "nv_inference_pending_request_count{model=\"" + model + "\",version=\"1\"} " + count));
    }

    private static ModelInferRequest request(String model, int rows, float... values) {
        return GrpcClient.doubling(model, rows, values).build();
    }
}
