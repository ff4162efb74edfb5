package dev.diffract.frontend.core.dispatch.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * What is foreseen of an instance.
 *
 * @param calls that it was given and has not answered
 * @param priority the highest class of these calls; {@link Integer#MIN_VALUE} if it has none
 * @param free when it will have answered them all, now at the earliest; the past if it has none. The longer one takes beyond its time, the later
 * @param times how long it takes for calls
 * @param failures calls that it failed at since its last answer; one more while it is on probation because it failed far more often than others
 * @param doubtedUntil until when it is given nothing while others can do it, because it looks well and has a call that takes much too long, or had
 *     one; {@link Instant#MAX} for as long as that is so, {@link Instant#MIN} if it is not doubted now
 * @param trial how long its next call may take, which is a trial after it was doubted: what is in it is done elsewhere, too; zero if it is none
 */
public record Outlook(
        int calls, int priority, Instant free, CallTimes times, int failures, Instant doubtedUntil, Duration trial) {

    /** Of one whose next call is no trial. */
    public Outlook(int calls, int priority, Instant free, CallTimes times, int failures, Instant doubtedUntil) {
        this(calls, priority, free, times, failures, doubtedUntil, Duration.ZERO);
    }

    /** Of an instance that was given nothing yet. */
    public static final Outlook IDLE = new Outlook(0, Integer.MIN_VALUE, Instant.MIN, CallTimes.NONE, 0, Instant.MIN);

    /** Whether it is given nothing while others can do it. */
    public boolean isDoubted() {
        return !doubtedUntil.equals(Instant.MIN);
    }

    /** Whether its next call is a trial. */
    public boolean isOnTrial() {
        return !trial.isZero();
    }
}
