package dev.diffract.embedded.grpc;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelStreamInferResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The requests of one stream. Each is answered in the stream when it is done; an error is a message, and the stream goes
 * on.
 */
final class StreamedRequests implements StreamObserver<ModelInferRequest> {

    private final Function<ModelInferRequest, CompletableFuture<ModelInferResponse>> infer;
    private final StreamObserver<ModelStreamInferResponse> reply;
    private final Cancellation cancellation;
    private int open;
    private boolean closed;

    StreamedRequests(
            Function<ModelInferRequest, CompletableFuture<ModelInferResponse>> infer,
            StreamObserver<ModelStreamInferResponse> reply,
            Cancellation cancellation) {
        this.infer = infer;
        this.reply = reply;
        this.cancellation = cancellation;
    }

    @Override
    public void onNext(ModelInferRequest request) {
        synchronized (this) {
            open++;
        }
        infer.apply(request).whenComplete((response, failure) -> send(request, response, failure));
    }

    @Override
    public void onError(Throwable failure) {
        cancellation.cancel();
    }

    @Override
    public synchronized void onCompleted() {
        closed = true;
        completeIfDone();
    }

    private synchronized void send(ModelInferRequest request, ModelInferResponse response, Throwable failure) {
        open--;
        if (cancellation.isCancelled()) {
            return;
        }
        ModelStreamInferResponse.Builder message = ModelStreamInferResponse.newBuilder();
        if (failure == null) {
            message.setInferResponse(response);
        } else {
            message.setErrorMessage(ServingException.of(failure).getMessage());
            message.getInferResponseBuilder().setId(request.getId());
        }
        reply.onNext(message.build());
        completeIfDone();
    }

    private void completeIfDone() {
        if (closed && open == 0) {
            reply.onCompleted();
        }
    }
}
