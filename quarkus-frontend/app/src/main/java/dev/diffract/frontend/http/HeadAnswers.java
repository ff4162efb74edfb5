package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The headers of HEAD are those that GET would have (RFC 9110, 9.3.2). What answers files says their types only with their bytes, and
 * Quarkus marks what is not to be packed with an encoding that whoever packs takes away again, which nobody does where there are no bytes.
 */
@ApplicationScoped
class HeadAnswers {

    /** Early, so that it sees the headers when all others have seen them. */
    private static final int PRIORITY = 1900;

    private static final int OK = 200;
    private static final String INDEX = "index.html";

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    if (HttpMethod.HEAD.equals(request.request().method())) {
                        request.addHeadersEndHandler(any -> complete(request));
                    }
                    request.next();
                },
                PRIORITY);
    }

    private static void complete(RoutingContext request) {
        MultiMap headers = request.response().headers();
        if (HttpHeaders.IDENTITY.toString().equals(headers.get(HttpHeaders.CONTENT_ENCODING))) {
            headers.remove(HttpHeaders.CONTENT_ENCODING);
        }
        String path = request.normalizedPath();
        boolean untyped = request.response().getStatusCode() == OK && !headers.contains(HttpHeaders.CONTENT_TYPE);
        if (untyped && (PageFiles.has(path) || Description.has(path))) {
            String type = MimeMapping.getMimeTypeForFilename(path.endsWith("/") ? INDEX : path);
            if (type != null) {
                headers.set(HttpHeaders.CONTENT_TYPE, type.startsWith("text") ? type + ";charset=UTF-8" : type);
            }
        }
    }
}
