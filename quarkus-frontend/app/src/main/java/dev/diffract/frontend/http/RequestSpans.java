package dev.diffract.frontend.http;

import dev.diffract.frontend.core.trace.Span;
import dev.diffract.frontend.tracing.Traces;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Keeps the span of every request with it: bodies are read on threads that know of none. */
@ApplicationScoped
class RequestSpans {

    private static final String KEY = "diffract.request-span";

    /** After {@link RequestIds}. */
    private static final int PRIORITY = 950;

    void register(@Observes Filters filters, Traces traces) {
        filters.register(
                request -> {
                    request.put(KEY, traces.current());
                    request.next();
                },
                PRIORITY);
    }

    /** The span of a request. */
    static Span of(RoutingContext request) {
        Span span = request.get(KEY);
        return span == null ? Span.NONE : span;
    }
}
