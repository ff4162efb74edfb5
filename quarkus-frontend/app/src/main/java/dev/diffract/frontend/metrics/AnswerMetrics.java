package dev.diffract.frontend.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.LongSupplier;

/** Counts answers that their clients do not take. */
@ApplicationScoped
public class AnswerMetrics {

    private final MeterRegistry registry;
    private final Counter late;
    private final Counter oldest;
    private final Counter unasked;

    @Inject
    public AnswerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.late = cutOff("time");
        this.oldest = cutOff("memory");
        this.unasked = cutOff("share");
    }

    /**
     * What answers take that are complete and not taken yet.
     *
     * @param bytes at the moment
     * @param limit bytes that they may take
     */
    public void unsent(LongSupplier bytes, long limit) {
        gauge("diffract.http.unsent.memory", "Memory that answers take which clients have not taken yet", bytes);
        gauge("diffract.http.unsent.memory.limit", "Memory that they may take", () -> limit);
    }

    /** Nothing of an answer was taken in time, or too little. */
    public void tooLate() {
        late.increment();
    }

    /** An answer gave way to others, which needed its memory. */
    public void gaveWay() {
        oldest.increment();
    }

    /** A request was not looked at, for its connection had taken too little of what it had asked for before. */
    public void unasked() {
        unasked.increment();
    }

    private Counter cutOff(String reason) {
        return Counter.builder("diffract.http.cutoffs")
                .description("Answers cut off, or not given, because their clients do not take them")
                .tag("reason", reason)
                .register(registry);
    }

    private void gauge(String name, String description, LongSupplier bytes) {
        Gauge.builder(name, bytes, LongSupplier::getAsLong)
                .description(description)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }
}
