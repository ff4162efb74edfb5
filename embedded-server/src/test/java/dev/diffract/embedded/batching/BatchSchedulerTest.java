package dev.diffract.embedded.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.RequestOptions;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.ServedModel.Result;
import dev.diffract.embedded.statistics.FailureReason;
import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.embedded.statistics.PhaseTimes;
import dev.diffract.embedded.statistics.Snapshot;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchSchedulerTest {

    /** An instance that works when the test lets it. */
    private static final class GatedRunner implements BatchRunner {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private boolean fails;

        @Override
        public List<Result> run(List<CheckedRequest> batch) {
            entered.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (fails) {
                throw new ServingException(ErrorCode.INTERNAL, "the graph broke");
            }
            return batch.stream()
                    .map(request -> new Result(request.inputs(), PhaseTimes.ZERO))
                    .toList();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private final GatedRunner runner = new GatedRunner();
    private final ModelCounters counters = new ModelCounters(InstantSource.system());
    private final BatchScheduler scheduler = new BatchScheduler(
            "m",
            BatchPolicy.of(ConfigFiles.parse("max_batch_size: 4 dynamic_batching { }")),
            List.of(runner),
            counters);

    @AfterEach
    void close() {
        runner.gate.countDown();
        scheduler.close();
    }

    @Test
    void whatArrivesWhileTheInstanceIsBusyRunsAsOneBatch() throws Exception {
        CompletableFuture<Result> first = infer();
        runner.entered.await();
        CompletableFuture<Result> second = infer();
        CompletableFuture<Result> third = infer();
        assertThat(scheduler.pending()).isEqualTo(2);
        runner.gate.countDown();
        CompletableFuture.allOf(first, second, third).get(30, TimeUnit.SECONDS);
        Snapshot figures = counters.snapshot();
        assertThat(figures.inferenceCount()).isEqualTo(3);
        assertThat(figures.executionCount()).isEqualTo(2);
        assertThat(figures.batches()).containsOnlyKeys(1, 2);
    }

    @Test
    void twoBatchesThatWaitAreComputedThoughCancelledAndTheThirdIsDroppedInItsTurn() throws Exception {
        CompletableFuture<Result> running = infer();
        runner.entered.await();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> next = scheduler.infer(request(4), cancellation);
        CompletableFuture<Result> nextButOne = scheduler.infer(request(4), cancellation);
        CompletableFuture<Result> third = scheduler.infer(request(4), cancellation);
        cancellation.cancel();
        assertThat(scheduler.pending()).as("until its turn comes").isEqualTo(3);
        assertThat(counters.snapshot().requests().failures()).doesNotContainKey(FailureReason.CANCELED);
        runner.gate.countDown();
        CompletableFuture.allOf(running, next, nextButOne).get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> third.get(30, TimeUnit.SECONDS)).hasMessageContaining("cancelled");
        assertThat(counters.snapshot().requests().failures()).containsEntry(FailureReason.CANCELED, 1L);
        assertThat(counters.snapshot().executionCount()).isEqualTo(3);
    }

    @Test
    void aRunningRequestThatIsCancelledIsASuccess() throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> running = scheduler.infer(request(1), cancellation);
        runner.entered.await();
        cancellation.cancel();
        runner.gate.countDown();
        running.get(30, TimeUnit.SECONDS);
        assertThat(counters.snapshot().requests().success().count()).isEqualTo(1);
        assertThat(counters.snapshot().requests().failures()).doesNotContainKey(FailureReason.CANCELED);
    }

    @Test
    void aBatchThatFailsFailsItsRequestsAndNothingElse() {
        runner.fails = true;
        CompletableFuture<Result> failing = infer();
        runner.gate.countDown();
        assertThatThrownBy(failing::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("the graph broke");
        runner.fails = false;
        assertThat(infer().join().outputs()).hasSize(1);
        assertThat(counters.snapshot().requests().failures()).containsEntry(FailureReason.BACKEND, 1L);
    }

    @Test
    void closingFinishesWhatWasAcceptedAndRefusesTheRest() throws Exception {
        CompletableFuture<Result> accepted = infer();
        runner.entered.await();
        CompletableFuture<Result> queued = infer();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(scheduler::close);
        runner.gate.countDown();
        closing.get(30, TimeUnit.SECONDS);
        assertThat(accepted).isCompleted();
        assertThat(queued).isCompleted();
        assertThat(runner.closed.getCount()).isZero();
        assertThatThrownBy(this::infer).isInstanceOf(ServingException.class).hasMessageContaining("Server is stopping");
    }

    private CompletableFuture<Result> infer() {
        return scheduler.infer(request(1), new Cancellation());
    }

    private static CheckedRequest request(int samples) {
        Tensor input = Tensor.ofFloats("x", TensorType.FP32, new long[] {samples, 1}, new float[samples]);
        return new CheckedRequest("", "", RequestOptions.NONE, samples, List.of(input), List.of("x"));
    }
}
