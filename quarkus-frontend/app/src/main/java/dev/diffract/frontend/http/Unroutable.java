package dev.diffract.frontend.http;

import io.quarkus.vertx.http.ManagementInterface;
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
    private final Framing framing;

    @Inject
    Unroutable(Refusals refusals, Framing framing) {
        this.refusals = refusals;
        this.framing = framing;
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::refuse);
    }

    /** There, what cannot be read either is nobody's fault but its sender's. */
    void install(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).failureHandler(this::refuse);
        management.router().errorHandler(BAD_REQUEST, unreadable -> {
            if (!unreadable.response().ended()) {
                unreadable.response().setStatusCode(BAD_REQUEST).end();
            }
        });
    }

    private void refuse(RoutingContext request) {
        if (request.statusCode() == BAD_REQUEST && request.failure() instanceof VertxException) {
            RequestIds.give(request);
            SecurityHeaders.put(request);
            if (framing.refuses(request)) { // a version that is none is not what it is answered in
                return;
            }
            refusals.refuse(request, HostGuard.NO_HOST.status(), HostGuard.NO_HOST.sentence());
        } else {
            request.next();
        }
    }
}
