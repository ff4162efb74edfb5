package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** How long each picture of a generation takes from its turn on: told once, when it is drawn, or when the generation has ended without it. Thread-safe. */
final class PictureTimes implements ProgressListener {

    private final BiConsumer<Ending, Duration> counted;
    private final Set<Integer> drawn = new HashSet<>();
    private Optional<Long> begun = Optional.empty();
    private boolean over;

    /** @param counted takes how a picture ended, and when, from the generation's turn on */
    PictureTimes(BiConsumer<Ending, Duration> counted) {
        this.counted = counted;
    }

    @Override
    public synchronized void started(GenerationPlan plan, Optional<Instant> doneBy) {
        if (begun.isEmpty()) {
            begun = Optional.of(System.nanoTime());
        }
    }

    @Override
    public synchronized void image(GeneratedImage image) {
        if (!over && drawn.add(image.index())) {
            count(Ending.OK);
        }
    }

    /**
     * The generation has ended. Of one that was never begun no picture is counted.
     *
     * @param pictures that were asked for
     */
    synchronized void ended(Ending ending, int pictures) {
        over = true;
        for (int left = drawn.size(); left < pictures; left++) {
            count(ending);
        }
    }

    private void count(Ending ending) {
        begun.ifPresent(since -> counted.accept(ending, Duration.ofNanos(System.nanoTime() - since)));
    }
}
