package dev.diffract.frontend.core.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where and when things run.
 *
 * @param executor of everything that takes time
 * @param timer of the clock's time; what it runs only hands on to the executor
 */
public record Execution(Executor executor, Timer timer, InstantSource clock) {

    /** Runs it on the executor; here if that takes nothing more because the program ends: better here than never. */
    public void later(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    public Instant now() {
        return clock.instant();
    }
}
