package dev.diffract.frontend.core.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the dispatcher has seen of an instance since it came.
 *
 * @param inFlight calls under way
 * @param completed calls that succeeded
 * @param failed calls that failed
 * @param steps of late
 * @param busy how long it had a call, or more than one
 * @param doing labels of the calls under way, for example {@code <generation> step 3/20}, oldest first
 */
public record InstanceStatistics(
        int inFlight, long completed, long failed, Steps steps, Duration busy, List<String> doing) {

    /** Of an instance that was never called. */
    public static final InstanceStatistics NONE = new InstanceStatistics(0, 0, 0, Steps.NONE, Duration.ZERO, List.of());

    public InstanceStatistics {
        doing = List.copyOf(doing);
    }

    /**
     * Its calls of denoising steps of late.
     *
     * @param time what one such as the latest takes, from when the instance could begin with it: the median of the latest five; empty before the first
     * @param batch pictures in one, about the mean of the latest five; empty before the first
     */
    public record Steps(Optional<Duration> time, OptionalDouble batch) {

        static final Steps NONE = new Steps(Optional.empty(), OptionalDouble.empty());
    }
}
