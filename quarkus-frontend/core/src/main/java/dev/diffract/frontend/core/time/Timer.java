package dev.diffract.frontend.core.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
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

    /**
     * For {@link #of}, with one thread. Tasks that are taken back are forgotten at once: of the two that each call brings hardly one is ever run,
     * and the thread would wake up for every one of them.
     */
    static ScheduledExecutorService executor(ThreadFactory threads) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

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
