package dev.diffract.frontend.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Counts requests by their outcome and refusals by their reason, pictures, and of these and generations how long they waited and took. */
@ApplicationScoped
public class RequestMetrics {

    private final MeterRegistry registry;
    private final Counter images;

    @Inject
    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.images =
                Counter.builder("diffract.images").description("Pictures drawn").register(registry);
        requests("ok");
        for (Refusal refusal : Refusal.values()) {
            refusals(refusal);
        }
    }

    /**
     * A request for pictures ended.
     *
     * @param outcome {@code ok}, or the code of the problem
     */
    public void ended(String outcome) {
        requests(outcome).increment();
    }

    /** It was not begun. */
    public void refused(Refusal reason) {
        refusals(reason).increment();
    }

    /** Pictures were drawn, all that one generation asked for. */
    public void drawn(int pictures) {
        images.increment(pictures);
    }

    /**
     * A generation, or a picture of one, ended, in whatever way.
     *
     * @param outcome {@code ok}, or the code of the problem
     */
    public record Ended(String model, PriorityClass of, String outcome) {

        private Tags tags() {
            return Tags.of("model", model, "class", of.label(), "outcome", outcome);
        }
    }

    /**
     * How a generation went.
     *
     * @param waited until the first of its pictures was begun, or if none ever was, until its end
     * @param took from its acceptance to its end
     */
    public void took(Ended generation, Duration waited, Duration took) {
        Times.ofGenerations(
                        registry,
                        "diffract.generation.waiting",
                        "Time until a generation was begun, or to its end if it never was",
                        generation.tags())
                .record(waited);
        Times.ofGenerations(
                        registry,
                        "diffract.generation",
                        "Time of a generation, from its acceptance to its end",
                        generation.tags())
                .record(took);
    }

    /**
     * How a picture went.
     *
     * @param waited from the acceptance of its generation until it was begun, or if it never was, until that ended
     * @param took from when it was begun until it was drawn, or until its generation ended without it; empty if it never was begun
     */
    public void picture(Ended picture, Duration waited, Optional<Duration> took) {
        Times.ofGenerations(
                        registry,
                        "diffract.picture.waiting",
                        "Time until a picture was begun, or to the end of its generation if it never was",
                        picture.tags())
                .record(waited);
        took.ifPresent(time -> Times.ofGenerations(
                        registry, "diffract.picture", "Time of a picture, from when it is begun", picture.tags())
                .record(time));
    }

    private Counter requests(String outcome) {
        return Counter.builder("diffract.requests")
                .description("Requests for pictures that ended, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter refusals(Refusal reason) {
        return Counter.builder("diffract.refusals")
                .description("Requests for pictures that were not begun, by reason")
                .tag("reason", reason.label())
                .register(registry);
    }
}
