package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.generation.GenerationResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Counts requests by their outcome, and pictures; of those drawn, how long they waited and took. */
@ApplicationScoped
public class RequestMetrics {

    private final MeterRegistry registry;
    private final Counter images;
    private final Timer waiting;
    private final Timer whole;

    @Inject
    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.images =
                Counter.builder("diffract.images").description("Pictures drawn").register(registry);
        this.waiting = Times.ofGenerations(
                registry, "diffract.generation.waiting", "Time until a generation was begun, of those that were drawn");
        this.whole = Times.ofGenerations(
                registry,
                "diffract.generation",
                "Time of a generation, from its acceptance to its last picture, of those that were drawn");
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

    /** All pictures of a generation were drawn. */
    public void drawn(GenerationResult result) {
        images.increment(result.images().size());
        waiting.record(result.timings().queue());
        whole.record(result.timings().total());
    }

    private Counter count(String outcome) {
        return Counter.builder("diffract.requests")
                .description("Requests for pictures that ended, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }
}
