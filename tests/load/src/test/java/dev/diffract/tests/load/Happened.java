package dev.diffract.tests.load;

import dev.diffract.tests.load.ChaosSlice.Fault;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What was done, to whom and when.
 *
 * @param slice its name; empty if it was done to all
 * @param begun nanoseconds since the epoch
 * @param ended nanoseconds since the epoch: when nothing of it was left
 */
record Happened(Fault fault, Optional<String> slice, long begun, long ended) {

    /** Nanoseconds since the epoch, which is how spans say it. */
    static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** Whether something was under way on a slice while it was so. */
    boolean touches(String name, long from, long until) {
        return slice.map(name::equals).orElse(true) && from < ended && until > begun;
    }

    @Override
    public String toString() {
        return fault + slice.map(name -> " " + name).orElse("");
    }
}
