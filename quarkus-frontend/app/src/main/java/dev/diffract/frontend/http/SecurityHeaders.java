package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Tells browsers, with every answer, what they may do with it: run and load only what this server sends, never show it in a frame of
 * somebody else's, not guess at media types, not tell others where a link was.
 */
@ApplicationScoped
class SecurityHeaders {

    /** First of all filters: refusals have them too. */
    private static final int PRIORITY = 2000;

    private static final String EVERYWHERE =
            "; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Pictures come as blobs and as data. */
    private static final String POLICY = "default-src 'self'; img-src 'self' blob: data:" + EVERYWHERE;

    /** It starts itself by a script in its page, and styles what it draws in place. */
    private static final String SWAGGER_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:" + EVERYWHERE;

    private static final String SWAGGER = "/q/swagger-ui";

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    put(request);
                    request.next();
                },
                PRIORITY);
    }

    static void put(RoutingContext request) {
        String path = request.normalizedPath();
        boolean swagger = path.equals(SWAGGER) || path.startsWith(SWAGGER + "/");
        MultiMap headers = request.response().headers();
        headers.set("Content-Security-Policy", swagger ? SWAGGER_POLICY : POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }
}
