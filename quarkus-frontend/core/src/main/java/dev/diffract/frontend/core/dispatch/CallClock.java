package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** What is to happen, on the executor, while a call has no answer. Thread-safe. */
final class CallClock {

    /** Between looks at a call that takes too long: it may not be possible at once to do something about it. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Execution execution;
    private final Queue<Cancellation> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private volatile boolean overdue;
    private volatile boolean watching;

    CallClock(Execution execution) {
        this.execution = execution;
    }

    void after(Duration delay, Runnable action) {
        tasks.add(execution.timer().schedule(delay, () -> execution.executor().execute(action)));
    }

    /**
     * Looks whether it takes too long, and from when it does again and again.
     *
     * @param due when it does, which may become later; {@link Instant#MAX} for never
     */
    void watch(Supplier<Instant> due, Runnable action) {
        Instant time = due.get();
        if (stopped || time.equals(Instant.MAX)) {
            return;
        }
        watching = true;
        Duration left = Duration.between(execution.now(), time);
        if (left.isNegative() || left.isZero()) {
            left = AGAIN;
            overdue = true;
            action.run();
        }
        if (!stopped) {
            after(left, () -> watch(due, action));
        }
    }

    /** Whether it is known what would be too long. */
    boolean isWatching() {
        return watching;
    }

    /** Whether it takes too long. */
    boolean isOverdue() {
        return overdue;
    }

    /** It is over. */
    void stop() {
        stopped = true;
        tasks.forEach(Cancellation::cancel);
    }
}
