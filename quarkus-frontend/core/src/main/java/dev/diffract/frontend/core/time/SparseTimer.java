package dev.diffract.frontend.core.time;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A timer whose thread hardly ever wakes up where nearly all tasks are taken back. An executor wakes its thread for each task that becomes its
 * first, which with a call at a time is every one; here the thread sleeps on to the time it was to wake up at, be that task taken back
 * or not, and is woken only for a task that is due before. Thread-safe.
 */
final class SparseTimer implements Timer {

    private final ScheduledExecutorService executor;
    private final LongSupplier nanos;

    /** The lock of everything here, too. */
    private final TreeSet<Task> tasks = new TreeSet<>();

    private @Nullable Future<?> wakeUp;
    private long wakesAt;
    private long numbers;

    /**
     * @param executor wakes up and runs the tasks, one after the other
     * @param nanos the time that it goes by, as {@code System.nanoTime}
     */
    SparseTimer(ScheduledExecutorService executor, LongSupplier nanos) {
        this.executor = executor;
        this.nanos = nanos;
    }

    /**
     * @param time of {@code nanos}
     * @param number tells those of the same time apart, and which came first
     */
    private record Task(long time, long number, Runnable action) implements Comparable<Task> {

        @Override
        public int compareTo(Task other) {
            return time == other.time ? Long.compare(number, other.number) : Long.signum(time - other.time);
        }
    }

    /** @throws RejectedExecutionException if the executor was shut down */
    @Override
    public Cancellation schedule(Duration delay, Runnable action) {
        if (executor.isShutdown()) {
            throw new RejectedExecutionException("the timer has ended");
        }
        synchronized (tasks) {
            Task task = new Task(nanos.getAsLong() + delay.toNanos(), numbers++, action);
            wakeBy(task.time());
            tasks.add(task);
            return () -> takeBack(task);
        }
    }

    /** Tasks that are neither done nor taken back. */
    int waiting() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    private void takeBack(Task task) {
        synchronized (tasks) {
            tasks.remove(task);
        }
    }

    private void wakeBy(long time) {
        if (wakeUp != null) {
            if (time - wakesAt >= 0) {
                return;
            }
            wakeUp.cancel(false);
        }
        wakeUp = executor.schedule(this::wake, time - nanos.getAsLong(), TimeUnit.NANOSECONDS);
        wakesAt = time;
    }

    private void wake() {
        for (Task due = next(); due != null; due = next()) {
            Unheard.run(due.action());
        }
    }

    /** The next that is due; null if none is, and then it is seen to that the thread wakes up again. */
    private @Nullable Task next() {
        synchronized (tasks) {
            long now = nanos.getAsLong();
            if (!tasks.isEmpty() && tasks.first().time() - now <= 0) {
                return tasks.pollFirst();
            }
            if (wakesAt - now <= 0) { // else another is still to come, because this one began as it was taken back
                wakeUp = null;
            }
            if (!tasks.isEmpty()) {
                wakeBy(tasks.first().time());
            }
            return null;
        }
    }
}
