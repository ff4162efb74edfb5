package dev.diffract.frontend.http;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Requests that the router refuses before it asks anybody, because they name no host, or none that can be read. */
@ApplicationScoped
class Unroutable {

    private static final int BAD_REQUEST = 400;

    private final Refusals refusals;

    @Inject
    Unroutable(Refusals refusals) {
        this.refusals = refusals;
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::refuse);
    }

    private void refuse(RoutingContext request) {
        if (request.statusCode() == BAD_REQUEST && request.failure() instanceof VertxException) {
            RequestIds.give(request);
            SecurityHeaders.put(request);
            refusals.refuse(request, HostGuard.NO_HOST.status(), HostGuard.NO_HOST.sentence());
        } else {
            request.next();
        }
    }
}
