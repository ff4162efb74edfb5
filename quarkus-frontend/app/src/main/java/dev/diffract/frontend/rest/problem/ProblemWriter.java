package dev.diffract.frontend.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.rest.http.RequestIds;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Problem documents for what never reaches a REST method: unknown addresses, refused bodies, unreadable requests. */
@ApplicationScoped
public class ProblemWriter {

    private static final int[] STATUSES = {400, 404, 405, 406, 413, 414, 415, 500};

    private final ObjectMapper json;

    @Inject
    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    void install(@Observes Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, request -> write(request, HttpProblems.of(status, request)));
        }
    }

    void write(RoutingContext request, ProblemException problem) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Buffer.buffer(document(request, problem)));
    }

    private byte[] document(RoutingContext request, ProblemException problem) {
        try {
            return json.writeValueAsBytes(Problem.of(problem, request.normalizedPath(), RequestIds.of(request)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts is always JSON", e);
        }
    }
}
