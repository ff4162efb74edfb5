package dev.diffract.embedded.batching;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.ServedModel;
import dev.diffract.repository.kserve.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A request that waits for its turn, and the answer somebody waits for. */
final class QueuedRequest {

    private final CheckedRequest request;
    private final Cancellation cancellation;
    private final long arrival;
    private final CompletableFuture<ServedModel.Result> answer = new CompletableFuture<>();
    private boolean ahead;

    QueuedRequest(CheckedRequest request, Cancellation cancellation, long arrival) {
        this.request = request;
        this.cancellation = cancellation;
        this.arrival = arrival;
    }

    CheckedRequest request() {
        return request;
    }

    /** When it came, on the queue's clock. */
    long arrival() {
        return arrival;
    }

    CompletableFuture<ServedModel.Result> answer() {
        return answer;
    }

    boolean isCancelled() {
        return cancellation.isCancelled();
    }

    /** Whether it is in a batch that was made ready: it is computed then, whoever waits for it. */
    boolean isAhead() {
        return ahead;
    }

    void takeAhead() {
        ahead = true;
    }

    void rejectForTimeout() {
        fail(new ServingException(ErrorCode.UNAVAILABLE, request.label() + "Request timeout expired"));
    }

    void dropAsCancelled() {
        fail(new ServingException(ErrorCode.CANCELLED, request.label() + "Request cancelled by the client"));
    }

    void fail(ServingException failure) {
        answer.completeExceptionally(failure);
    }

    /** Whether both may run in one batch: the same inputs, and every dimension but the batch's equal. */
    boolean joins(QueuedRequest other) {
        List<Tensor> mine = request.inputs();
        List<Tensor> theirs = other.request.inputs();
        if (mine.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            Tensor a = mine.get(i);
            Tensor b = theirs.get(i);
            long[] left = a.shape();
            long[] right = b.shape();
            boolean equal = a.name().equals(b.name())
                    && left.length == right.length
                    && Arrays.equals(left, 1, left.length, right, 1, right.length);
            if (!equal) {
                return false;
            }
        }
        return true;
    }
}
