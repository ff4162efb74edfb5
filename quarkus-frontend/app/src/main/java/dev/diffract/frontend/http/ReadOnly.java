package dev.diffract.frontend.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;

/** What Quarkus answers beside the dialects is there to be read, and is answered to every method alike unless somebody asks for it. */
@ApplicationScoped
class ReadOnly {

    /** After the filters, before Quarkus. */
    private static final int ORDER = -500;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final List<String> DOCUMENTS = List.of(
            "/q/openapi",
            "/q/openapi.json",
            "/q/openapi.yaml",
            "/q/openapi.yml",
            "/q/swagger-ui",
            "/q/swagger-ui/index.html");
    private static final List<String> MANAGEMENT = List.of(
            "/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/health/well", "/q/metrics");

    private final Refusals refusals;

    @Inject
    ReadOnly(Refusals refusals) {
        this.refusals = refusals;
    }

    void install(@Observes Router router) {
        DOCUMENTS.forEach(path -> router.route(path).order(ORDER).handler(this::ask));
    }

    void install(@Observes ManagementInterface management) {
        MANAGEMENT.forEach(path -> management.router().route(path).order(ORDER).handler(this::ask));
    }

    private void ask(RoutingContext context) {
        if (READING.contains(context.request().method())) {
            context.next();
        } else {
            refusals.refuse(context, Response.Status.METHOD_NOT_ALLOWED.getStatusCode());
        }
    }
}
