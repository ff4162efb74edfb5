package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tells browsers that pages of the listed origins ({@link OriginList}) may ask and read, preflights included; others are told nothing. */
@ApplicationScoped
class CorsAnswers {

    /** After {@link HostGuard}, before {@link CrossSiteGuard}. */
    private static final int PRIORITY = 850;

    private static final int MINUTES_10 = 600;
    /** What answers say to programs, beside what browsers show to every page. */
    private static final Set<String> EXPOSED = Set.of(
            RequestIds.HEADER,
            "X-Seed",
            "X-Done-By",
            "X-Not-Honoured",
            "Content-Disposition",
            "Retry-After",
            "Allow",
            "Accept-Encoding",
            "ETag");

    private final OriginList origins;

    private final Dialects dialects;
    private final Map<Set<String>, CorsHandler> answering = new ConcurrentHashMap<>();

    @Inject
    CorsAnswers(OriginList origins, Dialects dialects) {
        this.origins = origins;
        this.dialects = dialects;
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::answer, PRIORITY);
        }
    }

    private void answer(RoutingContext context) {
        List<String> from = context.request().headers().getAll(HttpHeaders.ORIGIN);
        if (from.size() == 1 && origins.has(from.get(0))) {
            answering
                    .computeIfAbsent(dialects.of(context).methods(context), CorsAnswers::cors)
                    .handle(context);
        } else {
            context.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            context.next();
        }
    }

    /** It takes every origin, for it only sees listed ones; no cookies and passwords, which nothing here asks for. */
    private static CorsHandler cors(Set<String> methods) {
        return CorsHandler.create()
                .addOriginWithRegex(".+")
                .allowedMethods(methods.stream().map(HttpMethod::valueOf).collect(Collectors.toSet()))
                .exposedHeaders(EXPOSED)
                .allowPrivateNetwork(true)
                .maxAgeSeconds(MINUTES_10);
    }
}
