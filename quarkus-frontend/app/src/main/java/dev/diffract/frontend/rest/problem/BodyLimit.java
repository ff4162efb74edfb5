package dev.diffract.frontend.rest.problem;

import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Takes in the bodies of the interface up to a limit, announced or not; resources find them in the routing context. Quarkus'
 * own limit, which is higher, answers without a document, and in the middle of reading for bodies of unknown length.
 */
@ApplicationScoped
public class BodyLimit {

    /** Room for a picture and its mask; a prompt that is far too long still gets a sentence on its length. */
    static final long MAX_BYTES = 16L << 20;

    private static final int TOO_LARGE = 413;

    /** After the filters, which give the request its id; before Quarkus' own limit at -2. */
    private static final int ORDER = -100;

    private final ProblemWriter problems;

    @Inject
    BodyLimit(ProblemWriter problems) {
        this.problems = problems;
    }

    void install(@Observes Router router) {
        BodyHandler bodies = BodyHandler.create(false).setBodyLimit(MAX_BYTES);
        router.post("/v1/*")
                .order(ORDER)
                .handler(request -> {
                    // Quarkus pauses requests until somebody wants their bodies.
                    request.request().resume();
                    bodies.handle(request);
                })
                .failureHandler(this::failed);
    }

    private void failed(RoutingContext request) {
        if (request.statusCode() == TOO_LARGE) {
            problems.write(request, HttpProblems.of(TOO_LARGE, request));
        } else if (!(request.failure() instanceof HttpClosedException)) {
            request.next();
        }
        // Nobody waits for an answer on a closed connection, and callers may hang up without being an error.
    }
}
