package dev.diffract.frontend.core.admission;

import java.time.Duration;
import java.time.Instant;

/**
 * The class of something as time passes. The usual class is interactive: somebody looks at the screen. What is below it takes what it
 * leaves, until its patience is over; from then on it is of the usual class, so that it is done sometime however much there is to do. So it is
 * while there is little to do, too, by the time of day.
 *
 * @param priority of its class: {@link #USUAL}, and below it what takes what the usual one leaves
 * @param patience when that is over
 * @param offPeak when it is of the usual class meanwhile
 */
public record Standing(int priority, Instant patience, OffPeak offPeak) {

    /** Of the usual class. */
    public static final int USUAL = 0;

    /** Of the class that takes what the usual one leaves. */
    public static final int BATCH = -1;

    /** Whatever the time of day. */
    public Standing(int priority, Instant patience) {
        this(priority, patience, OffPeak.NEVER);
    }

    /** For as long as it takes. */
    public static Standing of(int priority) {
        return new Standing(priority, Instant.MAX);
    }

    /** Until half of the time is over. */
    public static Standing of(int priority, Instant accepted, Instant deadline) {
        return new Standing(
                priority, accepted.plus(Duration.between(accepted, deadline).dividedBy(2)));
    }

    /** The same, but of the usual class at these times. */
    public Standing with(OffPeak times) {
        return new Standing(priority, patience, times);
    }

    /** The priority at a time. */
    public int at(Instant now) {
        return priority < USUAL && (!now.isBefore(patience) || offPeak.has(now)) ? USUAL : priority;
    }
}
