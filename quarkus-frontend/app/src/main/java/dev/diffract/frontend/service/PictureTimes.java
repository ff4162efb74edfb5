package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.ProgressListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How long each picture of a generation waits for its turn, and how long it takes from then on: told once, when it is drawn, or when the
 * generation has ended without it. Thread-safe.
 */
final class PictureTimes implements ProgressListener {

    private final LongSupplier clock;
    private final long since;
    private final Counted counted;
    private final Map<Integer, Long> begun = new HashMap<>();
    private final Set<Integer> drawn = new HashSet<>();
    private boolean over;

    /**
     * @param clock in nanoseconds
     * @param since when the generation was accepted, by that clock
     */
    PictureTimes(LongSupplier clock, long since, Counted counted) {
        this.clock = clock;
        this.since = since;
        this.counted = counted;
    }

    /** Counts pictures. */
    interface Counted {

        /**
         * @param ending its own if it is drawn, else the generation's
         * @param waited from the generation's acceptance until it began; until now if it never did
         * @param took from when it began until now; empty if it never did
         */
        void count(Ending ending, Duration waited, Optional<Duration> took);
    }

    @Override
    public synchronized void begun(int index) {
        begun.putIfAbsent(index, clock.getAsLong());
    }

    @Override
    public synchronized void image(GeneratedImage image) {
        if (!over && drawn.add(image.index())) {
            count(image.index(), Ending.OK);
        }
    }

    /**
     * The generation has ended.
     *
     * @param pictures that were asked for
     */
    synchronized void ended(Ending ending, int pictures) {
        over = true;
        for (int index = 0; index < pictures; index++) {
            if (!drawn.contains(index)) {
                count(index, ending);
            }
        }
    }

    private void count(int index, Ending ending) {
        long now = clock.getAsLong();
        Optional<Long> began = Optional.ofNullable(begun.get(index));
        counted.count(
                ending,
                Duration.ofNanos(began.orElse(now) - since),
                began.map(beginning -> Duration.ofNanos(now - beginning)));
    }
}
