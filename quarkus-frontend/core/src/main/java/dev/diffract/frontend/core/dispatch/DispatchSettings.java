package dev.diffract.frontend.core.dispatch;

import java.time.Duration;

/**
 * @param callDeadline longest time of one call to one instance, positive
 * @param attempts how often a call is tried in all where it may be to blame itself, at least 1
 * @param recoveryGrace how long there may be no instance for a call that keeps its place before others meanwhile; longer it waits
 *     without one, and for engines that nothing was drawn with yet it does not wait longer
 * @param overloadBackoff pause before the only instance left is asked again after it said it is full
 */
public record DispatchSettings(Duration callDeadline, int attempts, Duration recoveryGrace, Duration overloadBackoff) {

    /** 30 s per call, three attempts, 10 s of grace, 100 ms of back-off. */
    public static final DispatchSettings DEFAULT =
            new DispatchSettings(Duration.ofSeconds(30), 3, Duration.ofSeconds(10), Duration.ofMillis(100));

    /**
     * @throws IllegalArgumentException if a value is out of its range
     */
    public DispatchSettings {
        require(!callDeadline.isNegative() && !callDeadline.isZero(), "callDeadline must be positive");
        require(attempts >= 1, "attempts must be at least 1, was " + attempts);
        require(!recoveryGrace.isNegative(), "recoveryGrace must not be negative");
        require(!overloadBackoff.isNegative(), "overloadBackoff must not be negative");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
