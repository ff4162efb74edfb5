package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.triton.InferenceCodec.ForeignAnswer;
import dev.diffract.frontend.triton.InferenceCodec.MalformedAnswer;
import dev.diffract.frontend.triton.InferenceCodec.MalformedCall;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Inference over gRPC, in the types the server asks for. Thread-safe. */
public final class TritonGateway implements InferenceGateway {

    private final TritonChannels channels;
    private final SignatureBook signatures;

    public TritonGateway(TritonChannels channels, SignatureBook signatures) {
        this.channels = channels;
        this.signatures = signatures;
    }

    @Override
    public CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout) {
        Optional<ModelSignature> signature = signatures.find(instance, call.model());
        if (signature.isEmpty()) {
            return failed(instance, call, FailureKind.NOT_FOUND, "the server does not serve this model", null);
        }
        ModelInferRequest request;
        try {
            request = InferenceCodec.request(call, signature.get());
        } catch (MalformedCall e) {
            return failed(instance, call, FailureKind.INVALID, e.getMessage(), e);
        }
        CompletableFuture<ModelInferResponse> answer =
                channels.call(instance, GRPCInferenceServiceGrpc.getModelInferMethod(), request, timeout);
        CompletableFuture<InferenceResult> result = new CompletableFuture<>();
        answer.whenComplete((response, failure) -> {
            try {
                if (failure == null) {
                    result.complete(InferenceCodec.result(call, signature.get(), response));
                } else {
                    result.completeExceptionally(translated(instance, call, failure));
                }
            } catch (ForeignAnswer e) { // the instance does not serve what was asked for, whatever it says
                result.completeExceptionally(exception(instance, call, FailureKind.NOT_FOUND, e.getMessage(), e));
            } catch (MalformedAnswer e) {
                result.completeExceptionally(exception(instance, call, FailureKind.INTERNAL, e.getMessage(), e));
            } catch (RuntimeException | Error fault) { // ours: whoever waits must hear of it
                result.completeExceptionally(fault);
            }
        });
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                answer.cancel(false);
            }
        });
        return result;
    }

    private Throwable translated(TritonInstance instance, InferenceCall call, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!StatusTranslator.isOfCall(cause)) {
            return cause;
        }
        return exception(instance, call, StatusTranslator.kind(cause), StatusTranslator.sentence(cause), cause);
    }

    private static CompletableFuture<InferenceResult> failed(
            TritonInstance instance, InferenceCall call, FailureKind kind, String sentence, Throwable cause) {
        return CompletableFuture.failedFuture(exception(instance, call, kind, sentence, cause));
    }

    private static InferenceException exception(
            TritonInstance instance, InferenceCall call, FailureKind kind, String sentence, Throwable cause) {
        return new InferenceException(kind, instance.name(), call.model(), sentence, cause);
    }
}
