package dev.diffract.embedded.statistics;

/**
 * A count and the nanoseconds it took in all; the protocol's StatisticDuration.
 *
 * @param count how often
 * @param nanos in all
 */
public record CountedTime(long count, long nanos) {

    static final CountedTime ZERO = new CountedTime(0, 0);

    CountedTime plus(long moreNanos) {
        return new CountedTime(count + 1, nanos + moreNanos);
    }
}
