package dev.diffract.embedded.batching;

import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelQueuePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a configuration says about queueing and batching.
 *
 * @param batching false if every request runs alone
 * @param maxBatchSize samples in one execution, at most
 * @param preferred batch sizes worth running at once, never empty
 * @param delayNanos how long a batch is held open for more requests
 * @param preserveOrdering answers leave in the order of arrival
 * @param queues where requests wait
 */
public record BatchPolicy(
        boolean batching,
        int maxBatchSize,
        NavigableSet<Integer> preferred,
        long delayNanos,
        boolean preserveOrdering,
        Queues queues) {

    private static final long NANOS_PER_MICRO = 1000;

    /** Batches that Triton makes ready for an instance while it is busy. */
    private static final int AHEAD_OF_AN_INSTANCE = 2;

    /**
     * @param defaultLevel priority level of a request that names none
     * @param levels number of priority levels; 0 without priorities
     * @param own limits by level
     * @param standard limits of a level that has none of its own
     */
    public record Queues(long defaultLevel, long levels, Map<Long, QueueLimits> own, QueueLimits standard) {

        static final Queues NONE = new Queues(0, 0, Map.of(), QueueLimits.NONE);

        boolean haveLimits() {
            return levels > 0 || !standard.isNone() || !own.isEmpty();
        }
    }

    /**
     * @param maxSize requests that may wait; 0 for any number
     * @param timeoutNanos how long one may wait; 0 for any time
     * @param overridable whether a request may ask for less
     * @param delayed whether a request that waited too long goes behind the others, rather than being rejected
     */
    public record QueueLimits(long maxSize, long timeoutNanos, boolean overridable, boolean delayed) {

        static final QueueLimits NONE = new QueueLimits(0, 0, false, false);

        boolean isNone() {
            return maxSize == 0 && timeoutNanos == 0;
        }

        /** Nanoseconds a request may wait, 0 for any time: a request can shorten the default, never lengthen it. */
        long timeout(long requestedMicros) {
            long requested = requestedMicros * NANOS_PER_MICRO;
            boolean shorter = overridable && timeoutNanos > 0 && requested > 0 && requested < timeoutNanos;
            return shorter ? requested : timeoutNanos;
        }
    }

    public static BatchPolicy of(ModelConfig config) {
        int max = Math.max(1, config.getMaxBatchSize());
        if (!config.hasDynamicBatching()) {
            return new BatchPolicy(false, max, sizes(List.of(), max), 0, false, Queues.NONE);
        }
        ModelDynamicBatching batching = config.getDynamicBatching();
        Map<Long, QueueLimits> queues = new HashMap<>();
        batching.getPriorityQueuePolicyMap().forEach((level, policy) -> queues.put(level, limits(policy)));
        return new BatchPolicy(
                config.getMaxBatchSize() > 0,
                max,
                sizes(batching.getPreferredBatchSizeList(), max),
                batching.getMaxQueueDelayMicroseconds() * NANOS_PER_MICRO,
                batching.getPreserveOrdering(),
                new Queues(
                        batching.getDefaultPriorityLevel(),
                        batching.getPriorityLevels(),
                        Map.copyOf(queues),
                        limits(batching.getDefaultQueuePolicy())));
    }

    /**
     * How many of the next batches are made ready while the instances are busy: what is in them is computed, whether or not
     * somebody still waits for it. None with any queue policy, and all without batching, as Triton has it.
     */
    int ahead(int instances) {
        if (!batching) {
            return Integer.MAX_VALUE;
        }
        return queues.haveLimits() ? 0 : AHEAD_OF_AN_INSTANCE * instances;
    }

    /** The level a request waits in: what it asks for if there is such a level, the default otherwise. */
    long level(long requested) {
        return requested >= 1 && requested <= queues.levels ? requested : queues.defaultLevel;
    }

    QueueLimits limits(long level) {
        return queues.own.getOrDefault(level, queues.standard);
    }

    private static QueueLimits limits(ModelQueuePolicy policy) {
        return new QueueLimits(
                Integer.toUnsignedLong(policy.getMaxQueueSize()),
                policy.getDefaultTimeoutMicroseconds() * NANOS_PER_MICRO,
                policy.getAllowTimeoutOverride(),
                policy.getTimeoutAction() == ModelQueuePolicy.TimeoutAction.DELAY);
    }

    private static NavigableSet<Integer> sizes(List<Integer> preferred, int max) {
        return preferred.isEmpty() ? new TreeSet<>(List.of(max)) : new TreeSet<>(preferred);
    }
}
