package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer.Cancellation;
import java.time.Duration;
import java.time.Instant;

/** One time to wake up at, the latest that was set. Not thread-safe; the action runs on the executor. */
final class Alarm {

    private final Execution execution;
    private final Runnable action;
    private Instant at = Instant.MAX;
    private Cancellation scheduled = () -> {};

    Alarm(Execution execution, Runnable action) {
        this.execution = execution;
        this.action = action;
    }

    /** It went off; maybe a little early, because the timer and the clock are two. */
    void rang() {
        at = Instant.MIN;
    }

    /**
     * @param newTime {@link Instant#MAX} for never
     */
    void set(Instant newTime, Instant now) {
        if (newTime.equals(at)) {
            return;
        }
        scheduled.cancel();
        at = newTime;
        scheduled = newTime.equals(Instant.MAX)
                ? () -> {}
                : execution
                        .timer()
                        .schedule(
                                Duration.between(now, newTime),
                                () -> execution.executor().execute(action));
    }
}
