package dev.diffract.embedded.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.RequestOptions;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The clock is a number that the test moves. */
class BatchQueueTest {

    private static final long MICRO = 1000;

    private long now = 1_000_000_000;

    @Test
    void withoutADelayWhateverWaitsRunsTogether() {
        BatchQueue queue = queue("dynamic_batching { }");
        QueuedRequest first = add(queue, 1);
        QueuedRequest second = add(queue, 2);
        assertThat(queue.next(now).batch()).containsExactly(first, second);
        assertThat(queue.next(now).waitNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withoutDynamicBatchingEveryRequestRunsAlone() {
        BatchQueue queue = queue("");
        QueuedRequest first = add(queue, 1);
        QueuedRequest second = add(queue, 1);
        assertThat(queue.next(now).batch()).containsExactly(first);
        assertThat(queue.next(now).batch()).containsExactly(second);
    }

    @Test
    void aBatchIsNeverLargerThanTheMaximumAndNoRequestIsSplit() {
        BatchQueue queue = queue("dynamic_batching { }");
        QueuedRequest first = add(queue, 3);
        QueuedRequest second = add(queue, 2);
        assertThat(queue.next(now).batch()).containsExactly(first);
        assertThat(queue.next(now).batch()).containsExactly(second);
    }

    @Test
    void otherShapesEndTheBatch() {
        BatchQueue queue = queue("dynamic_batching { }");
        QueuedRequest small = add(queue, request(1, 8, RequestOptions.NONE));
        QueuedRequest large = add(queue, request(1, 16, RequestOptions.NONE));
        QueuedRequest smallAgain = add(queue, request(1, 8, RequestOptions.NONE));
        assertThat(queue.next(now).batch()).containsExactly(small);
        assertThat(queue.next(now).batch()).containsExactly(large);
        assertThat(queue.next(now).batch()).containsExactly(smallAgain);
    }

    @Test
    void aDelayHoldsABatchOpenUntilItIsOver() {
        BatchQueue queue = queue("dynamic_batching { max_queue_delay_microseconds: 500 }");
        QueuedRequest first = add(queue, 1);
        now += 200 * MICRO;
        QueuedRequest second = add(queue, 1);
        assertThat(queue.next(now)).isEqualTo(new BatchQueue.Decision(List.of(), 300 * MICRO));
        now += 300 * MICRO;
        assertThat(queue.next(now).batch()).containsExactly(first, second);
    }

    @Test
    void aFullBatchDoesNotWaitForTheDelay() {
        BatchQueue queue = queue("dynamic_batching { max_queue_delay_microseconds: 500 }");
        add(queue, 2);
        add(queue, 2);
        assertThat(queue.next(now).batch()).hasSize(2);
    }

    @Test
    void aPreferredSizeRunsAtOnceAndTheRestStays() {
        BatchQueue queue = queue("dynamic_batching { preferred_batch_size: [ 2 ] max_queue_delay_microseconds: 500 }");
        QueuedRequest first = add(queue, 1);
        QueuedRequest second = add(queue, 1);
        QueuedRequest third = add(queue, 1);
        assertThat(queue.next(now).batch()).containsExactly(first, second);
        assertThat(queue.next(now).batch()).isEmpty();
        now += 500 * MICRO;
        assertThat(queue.next(now).batch()).containsExactly(third);
    }

    @Test
    void aFullQueueTurnsRequestsAway() {
        BatchQueue queue = queue("dynamic_batching { default_queue_policy { max_queue_size: 1 } }");
        add(queue, 1);
        assertThatThrownBy(() -> add(queue, 1))
                .isInstanceOfSatisfying(
                        ServingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessage("[request id: r] Exceeds maximum queue size");
    }

    @Test
    void aRequestThatWaitedTooLongIsRejected() {
        BatchQueue queue = queue("dynamic_batching { max_queue_delay_microseconds: 900"
                + " default_queue_policy { default_timeout_microseconds: 100 } }");
        QueuedRequest late = add(queue, 1);
        assertThat(queue.next(now).waitNanos()).isEqualTo(100 * MICRO);
        now += 100 * MICRO;
        assertThat(queue.next(now).batch()).isEmpty();
        assertThat(failure(late)).hasMessage("[request id: r] Request timeout expired");
    }

    @Test
    void aRequestMayShortenItsTimeoutButNotLengthenIt() {
        String policy = "dynamic_batching { default_queue_policy { default_timeout_microseconds: 100"
                + " allow_timeout_override: true } }";
        BatchQueue queue = queue(policy);
        assertThat(queue.add(queued(request(1, 8, new RequestOptions(0, 30))), now))
                .isEqualTo(30 * MICRO);
        assertThat(queue.add(queued(request(1, 8, new RequestOptions(0, 300))), now))
                .isEqualTo(100 * MICRO);
        BatchQueue strict = queue(policy.replace("true", "false"));
        assertThat(strict.add(queued(request(1, 8, new RequestOptions(0, 30))), now))
                .isEqualTo(100 * MICRO);
        BatchQueue patient = queue("dynamic_batching { default_queue_policy { allow_timeout_override: true } }");
        assertThat(patient.add(queued(request(1, 8, new RequestOptions(0, 30))), now))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withDelayAsActionALateRequestGoesBehindTheOthers() {
        BatchQueue queue = queue("dynamic_batching { default_queue_policy { timeout_action: DELAY"
                + " default_timeout_microseconds: 100 } }");
        QueuedRequest late = add(queue, 3);
        now += 100 * MICRO;
        QueuedRequest fresh = add(queue, 3);
        assertThat(queue.next(now).batch()).containsExactly(fresh);
        assertThat(queue.next(now).batch()).containsExactly(late);
    }

    @Test
    void higherPriorityGoesFirst() {
        BatchQueue queue = queue("dynamic_batching { priority_levels: 2 default_priority_level: 2 }");
        QueuedRequest normal = add(queue, 3);
        QueuedRequest urgent = add(queue, request(3, 8, new RequestOptions(1, 0)));
        assertThat(queue.next(now).batch()).containsExactly(urgent);
        assertThat(queue.next(now).batch()).containsExactly(normal);
    }

    @Test
    void withAQueuePolicyACancelledRequestIsDropped() {
        BatchQueue queue = queue("dynamic_batching { default_queue_policy { max_queue_size: 9 } }");
        Cancellation cancellation = new Cancellation();
        QueuedRequest gone = new QueuedRequest(request(1, 8, RequestOptions.NONE), cancellation, now);
        queue.add(gone, now);
        QueuedRequest stays = add(queue, 1);
        cancellation.cancel();
        assertThat(queue.next(now).batch()).containsExactly(stays);
        assertThat(((ServingException) failure(gone)).code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void withoutBatchingACancelledRequestIsComputed() {
        BatchQueue queue = queue("");
        for (int i = 0; i < 5; i++) {
            add(queue, 1);
        }
        Cancellation cancellation = new Cancellation();
        QueuedRequest gone = new QueuedRequest(request(1, 8, RequestOptions.NONE), cancellation, now);
        queue.add(gone, now);
        cancellation.cancel();
        for (int i = 0; i < 5; i++) {
            queue.next(now);
        }
        assertThat(queue.next(now).batch()).containsExactly(gone);
    }

    @Test
    void aCancelledRequestInABatchThatIsReadyIsComputedAlong() {
        BatchQueue queue = queue("dynamic_batching { }");
        Cancellation cancellation = new Cancellation();
        QueuedRequest gone = new QueuedRequest(request(1, 8, RequestOptions.NONE), cancellation, now);
        queue.add(gone, now);
        QueuedRequest stays = add(queue, 1);
        cancellation.cancel();
        assertThat(queue.next(now).batch()).containsExactly(gone, stays);
    }

    private static BatchQueue queue(String batching) {
        return new BatchQueue(BatchPolicy.of(ConfigFiles.parse("max_batch_size: 4 " + batching)), 1);
    }

    private QueuedRequest add(BatchQueue queue, int samples) {
        return add(queue, request(samples, 8, RequestOptions.NONE));
    }

    private QueuedRequest add(BatchQueue queue, CheckedRequest request) {
        QueuedRequest queued = queued(request);
        queue.add(queued, now);
        return queued;
    }

    private QueuedRequest queued(CheckedRequest request) {
        return new QueuedRequest(request, new Cancellation(), now);
    }

    private static CheckedRequest request(int samples, int width, RequestOptions options) {
        Tensor input = Tensor.ofFloats("x", TensorType.FP32, new long[] {samples, width}, new float[samples * width]);
        return new CheckedRequest("[request id: r] ", "r", options, samples, List.of(input), List.of("y"));
    }

    private static Throwable failure(QueuedRequest request) {
        try {
            request.answer().join();
        } catch (CompletionException e) {
            return e.getCause();
        }
        throw new AssertionError("the request was answered");
    }
}
