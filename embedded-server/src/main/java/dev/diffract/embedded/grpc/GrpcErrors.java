package dev.diffract.embedded.grpc;

import dev.diffract.embedded.kserve.ServingException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Failures as gRPC statuses. */
final class GrpcErrors {

    private GrpcErrors() {}

    static StatusRuntimeException of(Throwable failure) {
        ServingException serving = ServingException.of(failure);
        Status status = Status.fromCode(Status.Code.valueOf(serving.code().name()));
        return status.withDescription(serving.getMessage()).asRuntimeException();
    }
}
