package dev.diffract.frontend.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Who is asked about a request, and when; {@link CorsAnswers} comes between them. Health and metrics, on their own port, have none. */
@ApplicationScoped
class Guards {

    /** After the request has its id, before anything else. */
    private static final int HOST = 900;

    /** After {@link CorsAnswers}. */
    private static final int CROSS_SITE = 800;

    private final HostGuard host;
    private final CrossSiteGuard crossSite;
    private final Refusals refusals;

    @Inject
    Guards(HostGuard host, CrossSiteGuard crossSite, Refusals refusals) {
        this.host = host;
        this.crossSite = crossSite;
        this.refusals = refusals;
    }

    void register(@Observes Filters filters) {
        set(filters, host, HOST);
        set(filters, crossSite, CROSS_SITE);
    }

    private void set(Filters filters, Guard guard, int priority) {
        filters.register(
                context -> guard.ask(context.request())
                        .ifPresentOrElse(
                                refusal -> refusals.refuse(context, refusal.status(), refusal.sentence()),
                                context::next),
                priority);
    }
}
