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

    Stopwatch(InstantSource clock, Instant created) {
        this.clock = clock;
        this.created = created;
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
        denoised = later(denoised, clock.instant());
    }

    /** Once everything has ended. */
    synchronized GenerationTimings read() {
        Instant now = clock.instant();
        // Of what was done before this program took it on nothing is told.
        Instant text = later(started, encoded);
        Instant steps = later(text, denoised);
        return new GenerationTimings(
                Duration.between(created, started),
                Duration.between(started, text),
                Duration.between(text, steps),
                Duration.between(steps, now),
                Duration.between(created, now));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
