package dev.diffract.frontend.core.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs things later. A port, so that tests move time by hand. */
@FunctionalInterface
public interface Timer {

    /**
     * Runs a task once after a delay.
     *
     * @param task short: it holds up other tasks
     * @return cancels it if it has not begun
     */
    Cancellation schedule(Duration delay, Runnable task);

    static Timer of(ScheduledExecutorService executor) {
        return (delay, task) -> {
            Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
    }

    /** Takes a scheduled task back. */
    @FunctionalInterface
    interface Cancellation {
        void cancel();
    }
}
