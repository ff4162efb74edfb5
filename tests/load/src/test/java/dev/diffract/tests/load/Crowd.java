package dev.diffract.tests.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Sixty-four pictures, each of which is followed by another as soon as it is done; of several frontends each has as many. */
final class Crowd implements AutoCloseable {

    private static final int WAITING = 64;
    private static final int STEPS = 20;

    private final Pictures pictures;
    private final PacedFleet fleet;
    private final String priority;
    private final AtomicBoolean ends = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();
    private final List<CompletableFuture<Void>> all = new ArrayList<>();

    Crowd(Pictures pictures, PacedFleet fleet) {
        this(pictures, fleet, "interactive");
    }

    /** The same of a class. */
    Crowd(Pictures pictures, PacedFleet fleet, String priority) {
        this.pictures = pictures;
        this.fleet = fleet;
        this.priority = priority;
        for (int i = 0; i < WAITING; i++) {
            all.add(next(i % fleet.frontends()));
        }
    }

    private CompletableFuture<Void> next(int frontend) {
        return pictures.ask(fleet.frontend(frontend), STEPS, priority).thenCompose(seconds -> {
            done.incrementAndGet();
            return ends.get() ? CompletableFuture.completedFuture(null) : next(frontend);
        });
    }

    /** Counted from after a tenth of the time on. */
    double stepsPerSecond(Duration time) {
        long begun = System.nanoTime() + time.toNanos() / 10;
        Pictures.sleepUntil(begun);
        long before = done.get();
        Pictures.sleepUntil(begun + time.toNanos());
        return (done.get() - before) * STEPS / ((System.nanoTime() - begun) / 1e9);
    }

    @Override
    public void close() {
        ends.set(true);
        all.forEach(CompletableFuture::join);
    }
}
