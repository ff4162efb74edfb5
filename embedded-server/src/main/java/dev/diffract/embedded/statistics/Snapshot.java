package dev.diffract.embedded.statistics;

import java.util.Map;
import java.util.SortedMap;

/**
 * One model version's figures at one moment.
 *
 * @param lastInferenceMillis of the last inference, since the epoch; 0 if there was none
 * @param inferenceCount samples
 * @param executionCount batches
 * @param requests requests that ended
 * @param times phases, summed over the successful requests
 * @param batches executions by batch size
 */
public record Snapshot(
        long lastInferenceMillis,
        long inferenceCount,
        long executionCount,
        Requests requests,
        PhaseTimes times,
        SortedMap<Integer, BatchCount> batches) {

    /**
     * @param success requests answered, and their whole duration
     * @param fail requests answered with an error
     * @param failures requests by reason
     */
    public record Requests(CountedTime success, CountedTime fail, Map<FailureReason, Long> failures) {}

    /**
     * @param executions of this batch size
     * @param times phases, summed over them
     */
    public record BatchCount(long executions, PhaseTimes times) {}
}
