package dev.diffract.frontend.rest.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Refuses bodies that announce to be too large, before a byte of them is read. Quarkus' own limit, set to the same value,
 * answers without a document; it is left with bodies that do not announce their length.
 */
@ApplicationScoped
public class BodyLimit {

    /** The same as {@code quarkus.http.limits.max-body-size}. */
    static final long MAX_BYTES = 2L << 20;

    private static final int PRIORITY = 900;

    private final ProblemWriter problems;

    @Inject
    BodyLimit(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || Long.parseLong(length) <= MAX_BYTES) {
            request.next();
            return;
        }
        // The body stays unread, so the connection cannot be used again.
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        request.response().endHandler(end -> request.request().connection().close());
        problems.write(request, HttpProblems.of(413, request));
    }
}
