package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.HttpCompressionHandler;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
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
 * moment. Files of the page, the interface's description and what shows it are kept, and asked for at each use whether they are
 * still the same. They come whole: a piece of a file is none of what it was packed to.
 */
@Singleton
class CacheHeaders {

    /** Before all that may refuse: what a dialect says of that is not kept either. */
    private static final int UNKEPT = 925;

    /** After all that may refuse: that is no file, and a file's tag would be kept for it. */
    private static final int FILES = 700;

    private static final int FIRST_ERROR = 400;
    private static final int NOT_MODIFIED = 304;
    private static final String UNKEPT_ANSWER = "no-store";
    private static final String KEPT = "no-cache";
    private static final String RANGE = "Range";

    /** What of the description gets smaller by it. */
    private static final Set<String> PACKED = Set.of(
            "text/html",
            "text/css",
            "text/javascript",
            "application/javascript",
            "application/json",
            "application/yaml");

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Dialects dialects;

    @Inject
    CacheHeaders(Dialects dialects) {
        this.dialects = dialects;
    }

    void register(@Observes Filters filters) {
        filters.register(this::keepOut, UNKEPT);
        filters.register(this::tag, FILES);
    }

    private void keepOut(RoutingContext request) {
        if (!isFile(request)) {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, UNKEPT_ANSWER);
        }
        request.next();
    }

    private void tag(RoutingContext request) {
        Optional<String> tag =
                isFile(request) && READING.contains(request.request().method())
                        ? tag(request.normalizedPath())
                        : Optional.empty();
        if (tag.isEmpty()) {
            request.next();
            return;
        }
        MultiMap headers = request.response().headers();
        headers.set(HttpHeaders.CACHE_CONTROL, KEPT).set(HttpHeaders.ETAG, tag.get());
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        request.request().headers().remove(RANGE);
        request.addHeadersEndHandler(any -> {
            headers.remove("Accept-Ranges");
            if (request.response().getStatusCode() >= FIRST_ERROR) {
                headers.remove(HttpHeaders.ETAG).set(HttpHeaders.CACHE_CONTROL, UNKEPT_ANSWER);
            } else if (Description.has(request.normalizedPath())) { // which has headers of its own
                headers.set(HttpHeaders.CACHE_CONTROL, KEPT);
                HttpCompressionHandler.compressIfNeeded(request, PACKED);
            }
        });
        if (isKept(request.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag.get())) {
            request.response().setStatusCode(NOT_MODIFIED).end();
        } else {
            request.next();
        }
    }

    private boolean isFile(RoutingContext request) {
        return dialects.of(request) instanceof NoDialect;
    }

    private static Optional<String> tag(String path) {
        return Description.has(path) ? Optional.of(Description.TAG) : PageFiles.tag(path);
    }

    /** The weak comparison (RFC 9110, 13.1.2): proxies may have dropped the mark of a weak tag. */
    private static boolean isKept(String condition, String tag) {
        return condition != null
                && Arrays.stream(condition.split(","))
                        .map(String::strip)
                        .anyMatch(known -> known.equals("*") || known.equals(tag) || ("W/" + known).equals(tag));
    }
}
