package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Says with every answer whether it may be kept. What a dialect answers is nobody's to keep: pictures, prompts, and how things are at the
 * moment. Files of the page are kept, and asked for at each use whether they are still the same.
 */
@Singleton
class CacheHeaders {

    private static final int PRIORITY = 900;
    private static final int NOT_MODIFIED = 304;
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Dialects dialects;

    @Inject
    CacheHeaders(Dialects dialects) {
        this.dialects = dialects;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext request) {
        if (!(dialects.of(request) instanceof NoDialect)) {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            request.next();
            return;
        }
        Optional<String> tag = READING.contains(request.request().method())
                ? PageFiles.tag(request.normalizedPath())
                : Optional.empty();
        if (tag.isEmpty()) {
            request.next();
            return;
        }
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader(HttpHeaders.ETAG, tag.get());
        if (isKept(request.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag.get())) {
            request.response().setStatusCode(NOT_MODIFIED).end();
        } else {
            request.next();
        }
    }

    /** The weak comparison (RFC 9110, 13.1.2): proxies may have dropped the mark of a weak tag. */
    private static boolean isKept(String condition, String tag) {
        return condition != null
                && Arrays.stream(condition.split(","))
                        .map(String::strip)
                        .anyMatch(known -> known.equals("*") || known.equals(tag) || ("W/" + known).equals(tag));
    }
}
