package dev.diffract.frontend.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Counts requests by their outcome, and pictures. */
@ApplicationScoped
public class RequestMetrics {

    private final MeterRegistry registry;
    private final Counter images;

    @Inject
    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.images =
                Counter.builder("diffract.images").description("Pictures drawn").register(registry);
        count("ok");
    }

    /**
     * A request for pictures ended.
     *
     * @param outcome {@code ok}, or the code of the problem
     */
    public void ended(String outcome) {
        count(outcome).increment();
    }

    /** Pictures were drawn. */
    public void drawn(int pictures) {
        images.increment(pictures);
    }

    private Counter count(String outcome) {
        return Counter.builder("diffract.requests")
                .description("Requests for pictures that ended, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }
}
