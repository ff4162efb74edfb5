package dev.diffract.frontend.wiring;

import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.core.time.Unheard;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the core: one for each processor for arithmetic, half as many for pictures' files, one that runs things later, and one that
 * may wait.
 */
final class Workers implements AutoCloseable {

    private final ExecutorService compute =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), named("diffract-compute"));

    /** A file takes longer than a step, and memory while it is made: not beside steps in one queue, and not on all processors. */
    private final ExecutorService files = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2), named("diffract-files"));

    private final ScheduledExecutorService scheduled = Timer.executor(named("diffract-timer"));
    private final Timer timer = Timer.of(scheduled, System::nanoTime);

    /** May wait for others, such as name servers. */
    private final ScheduledExecutorService patient =
            Executors.newSingleThreadScheduledExecutor(named("diffract-names"));

    Executor compute() {
        return compute;
    }

    Executor files() {
        return files;
    }

    Timer timer() {
        return timer;
    }

    /**
     * Runs something again and again, on a thread that may wait.
     *
     * @param pause before the first time, and from the end of each to the beginning of the next
     */
    void repeat(Duration pause, Runnable task) {
        patient.scheduleWithFixedDelay(() -> Unheard.run(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        patient.shutdownNow();
        scheduled.shutdownNow();
        files.shutdownNow();
        compute.shutdownNow();
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
