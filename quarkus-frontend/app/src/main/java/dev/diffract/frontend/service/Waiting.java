package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** How long a generation waits for its turn. Thread-safe. */
final class Waiting implements ProgressListener {

    private final long since;
    private final AtomicReference<Duration> waited = new AtomicReference<>();

    /**
     * @param since when it was accepted, by {@link System#nanoTime()}
     */
    Waiting(long since) {
        this.since = since;
    }

    @Override
    public void started(GenerationPlan plan, Optional<Instant> doneBy) {
        waited.compareAndSet(null, toNow());
    }

    /** Until its turn came, or until now. */
    Duration waited() {
        Duration known = waited.get();
        return known == null ? toNow() : known;
    }

    private Duration toNow() {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
