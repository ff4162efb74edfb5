package dev.diffract.embedded.grpc;

import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.server.InferenceServer;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.stub.StreamObserver;

/** {@code grpc.health.v1.Health/Check}: serving when the server is ready, an error when it is stopping. There is no Watch, as in Triton. */
final class HealthService extends HealthImplBase {

    private final InferenceServer server;

    HealthService(InferenceServer server) {
        this.server = server;
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> reply) {
        try {
            server.requireAccepting(GrpcInferenceService.EXITING);
        } catch (ServingException stopping) {
            reply.onError(GrpcErrors.of(stopping));
            return;
        }
        ServingStatus status = server.isReady() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        reply.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
        reply.onCompleted();
    }
}
