package dev.diffract.frontend.core.time;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

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
     * For {@link #of}, with one thread. What is taken back is forgotten at once: of the two tasks that each call brings hardly one is ever run.
     */
    static ScheduledExecutorService executor(ThreadFactory threads) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /**
     * Wakes up the executor's thread for as few tasks as can be.
     *
     * @param nanos the time that the executor goes by, as {@code System.nanoTime}
     */
    static Timer of(ScheduledExecutorService executor, LongSupplier nanos) {
        return new SparseTimer(executor, nanos);
    }

    /** Takes a scheduled task back. */
    @FunctionalInterface
    interface Cancellation {
        void cancel();
    }
}
