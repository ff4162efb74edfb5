package dev.diffract.frontend.core;

import dev.diffract.frontend.core.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Time that passes only when a test says so; tasks due run on the test's thread, in order. */
public final class HandClock implements InstantSource, Timer {

    private final NavigableSet<Task> tasks =
            new TreeSet<>(Comparator.comparing(Task::due).thenComparingLong(Task::number));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long scheduled;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable action) {
        Task task = new Task(now.plus(delay), scheduled++, action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    public void advance(Duration duration) {
        Instant until = now.plus(duration);
        while (!tasks.isEmpty() && !tasks.first().due().isAfter(until)) {
            Task task = tasks.pollFirst();
            now = task.due();
            task.action().run();
        }
        now = until;
    }

    /** To the next task that is due, which runs; nothing if there is none. */
    public void next() {
        if (!tasks.isEmpty()) {
            advance(Duration.between(now, tasks.first().due()));
        }
    }

    /** Tasks not run yet. */
    public int pending() {
        return tasks.size();
    }

    private record Task(Instant due, long number, Runnable action) {}
}
