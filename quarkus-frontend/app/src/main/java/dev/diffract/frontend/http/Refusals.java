package dev.diffract.frontend.http;

import dev.diffract.frontend.dialect.ErrorAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Answers what never reaches a REST method, in the request's dialect: unknown addresses, unreadable requests. */
@ApplicationScoped
class Refusals {

    private static final int[] STATUSES = {400, 404, 405, 406, 413, 414, 415, 500};

    private final Dialects dialects;

    @Inject
    Refusals(Dialects dialects) {
        this.dialects = dialects;
    }

    void install(@Observes Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, request -> refuse(request, status));
        }
    }

    void refuse(RoutingContext request, int status) {
        send(request, dialects.of(request).refused(status, request));
    }

    /** Refuses a request of which nothing is read. */
    void refuse(RoutingContext request, int status, String sentence) {
        send(request, dialects.of(request).refused(status, sentence, request));
    }

    /** The same, and what comes on the connection afterwards is no request: it is closed when the answer is given. */
    void refuseAndClose(RoutingContext request, int status, String sentence) {
        EarlyAnswers.last(request);
        send(request, dialects.of(request).refused(status, sentence, request));
    }

    private static void send(RoutingContext request, ErrorAnswer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .end(Buffer.buffer(answer.body()));
    }
}
