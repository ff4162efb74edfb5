package dev.diffract.frontend.wiring;

import dev.diffract.frontend.core.time.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** The threads of the core: one for each processor for arithmetic, and one that runs things later. */
final class Workers implements AutoCloseable {

    private final ExecutorService compute =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), named("diffract-compute"));
    private final ScheduledExecutorService scheduled =
            Executors.newSingleThreadScheduledExecutor(named("diffract-timer"));
    private final Timer timer = Timer.of(scheduled);

    Executor compute() {
        return compute;
    }

    Timer timer() {
        return timer;
    }

    @Override
    public void close() {
        scheduled.shutdownNow();
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
