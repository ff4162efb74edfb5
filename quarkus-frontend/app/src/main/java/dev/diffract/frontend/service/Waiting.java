package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.ProgressListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** How long a generation waits for its turn, which is that of the first of its pictures. Thread-safe. */
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
    public void begun(int index) {
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
