package dev.diffract.frontend.http;

import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.dialect.ErrorAnswer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a REST method, as the request's dialect tells it. */
class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final int INTERNAL_ERROR = 500;

    private final Dialects dialects;

    @Inject
    Failures(Dialects dialects) {
        this.dialects = dialects;
    }

    /** What the REST layer itself refuses: methods, media types, paths, bodies. */
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal, RoutingContext request) {
        int status = refusal.getResponse().getStatus();
        ErrorAnswer answer = dialects.of(request).refused(status, request);
        if (answer.status() == INTERNAL_ERROR) {
            LOG.errorf(refusal, "request %s: unforeseen failure", RequestIds.of(request));
        }
        return response(answer);
    }

    /** Nobody waits for an answer on a closed connection, and callers may hang up without being an error. */
    @ServerExceptionMapper
    Response gone(HttpClosedException hungUp) {
        return Response.status(Response.Status.BAD_REQUEST).build();
    }

    @ServerExceptionMapper
    Response failed(Throwable failure, RoutingContext request) {
        if (ClientFaults.hungUp(failure)
                || (ClientFaults.caused(failure) && request.response().closed())) {
            LOG.debugf("a client is gone: %s", failure);
            return Response.status(Response.Status.BAD_REQUEST).build();
        }
        ErrorAnswer answer = dialects.of(request).failed(failure, request);
        // Those of generations are in the log already, under the same id.
        if (answer.status() == INTERNAL_ERROR && !(failure instanceof GenerationException)) {
            LOG.errorf(failure, "request %s: unforeseen failure", RequestIds.of(request));
        }
        return response(answer);
    }

    private static Response response(ErrorAnswer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .header(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }
}
