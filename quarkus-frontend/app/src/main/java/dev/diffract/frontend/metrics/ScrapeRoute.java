package dev.diffract.frontend.metrics;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Answers Prometheus in place of the framework's own route, which does the same by a writer that is locked for each letter: of many slices
 * there are many letters.
 */
@ApplicationScoped
@SuppressWarnings("deprecation") // the framework's registry is one for the Prometheus client before the latest
class ScrapeRoute {

    private static final String PATH = "/q/metrics";

    /** Before the framework's route. */
    private static final int BEFORE = -1;

    private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private volatile int length;

    @Inject
    ScrapeRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void install(@Observes ManagementInterface management) {
        management.router().get(PATH).order(BEFORE).blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext context) {
        String type = type(context.request().getHeader(HttpHeaders.ACCEPT));
        TextWriter text = new TextWriter(length);
        try {
            registry.scrape(text, type);
        } catch (IOException e) {
            throw new UncheckedIOException("a writer in memory failed", e);
        }
        String all = text.toString();
        length = all.length();
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(Buffer.buffer(all));
    }

    /** @param accepted null if nothing is said */
    private static String type(String accepted) {
        boolean plain = accepted != null && (accepted.contains("text/plain") || accepted.contains("text/html"));
        return plain ? PLAIN : OPEN_METRICS;
    }
}
