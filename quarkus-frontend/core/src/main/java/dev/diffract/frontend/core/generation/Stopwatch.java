package dev.diffract.frontend.core.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When which part of a generation ended; one that never did has ended with its creation. Thread-safe. */
final class Stopwatch {

    private final InstantSource clock;
    private final Instant created;
    private Instant started;
    private Instant encoded;
    private Instant denoised;

    Stopwatch(InstantSource clock) {
        this.clock = clock;
        this.created = clock.instant();
        this.started = created;
        this.encoded = created;
        this.denoised = created;
    }

    Instant created() {
        return created;
    }

    synchronized void started() {
        started = clock.instant();
    }

    synchronized void encoded() {
        encoded = clock.instant();
    }

    /** The last of the pictures counts. */
    synchronized void denoised() {
        Instant now = clock.instant();
        denoised = now.isAfter(denoised) ? now : denoised;
    }

    /** Once everything has ended. */
    synchronized GenerationTimings read() {
        Instant now = clock.instant();
        return new GenerationTimings(
                Duration.between(created, started),
                Duration.between(started, encoded),
                Duration.between(encoded, denoised),
                Duration.between(denoised, now),
                Duration.between(created, now));
    }
}
