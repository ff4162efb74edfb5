package dev.diffract.frontend.core.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the dispatcher has seen of an instance since it started.
 *
 * @param inFlight calls under way
 * @param completed calls that succeeded
 * @param failed calls that failed
 * @param meanStep mean time of the successful {@code unet} calls; empty before the first
 * @param doing labels of the calls under way, for example {@code <generation> step 3/20}, oldest first
 */
public record InstanceStatistics(
        int inFlight, long completed, long failed, Optional<Duration> meanStep, List<String> doing) {

    /** Of an instance that was never called. */
    public static final InstanceStatistics NONE = new InstanceStatistics(0, 0, 0, Optional.empty(), List.of());

    public InstanceStatistics {
        doing = List.copyOf(doing);
    }
}
