package dev.diffract.embedded.statistics;

import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what one model version does, as Triton counts it. Thread-safe. */
public final class ModelCounters {

    private final InstantSource clock;
    private final SortedMap<Integer, Snapshot.BatchCount> batches = new TreeMap<>();
    private final Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
    private long lastInferenceMillis;
    private long inferenceCount;
    private long executionCount;
    private CountedTime success = CountedTime.ZERO;
    private CountedTime fail = CountedTime.ZERO;
    private PhaseTimes times = PhaseTimes.ZERO;

    public ModelCounters(InstantSource clock) {
        this.clock = clock;
    }

    /** One run of the graph over a batch. */
    public synchronized void executed(int batchSize, PhaseTimes batchTimes) {
        executionCount++;
        lastInferenceMillis = clock.millis();
        batches.merge(
                batchSize,
                new Snapshot.BatchCount(1, batchTimes),
                (a, b) -> new Snapshot.BatchCount(a.executions() + 1, a.times().plus(b.times())));
    }

    /** One request answered with tensors. */
    public synchronized void succeeded(int samples, long requestNanos, PhaseTimes requestTimes) {
        inferenceCount += samples;
        success = success.plus(requestNanos);
        times = times.plus(requestTimes);
    }

    /** One request that had been accepted and is answered with an error. */
    public synchronized void failed(long requestNanos, FailureReason reason) {
        fail = fail.plus(requestNanos);
        failures.merge(reason, 1L, Long::sum);
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(
                lastInferenceMillis,
                inferenceCount,
                executionCount,
                new Snapshot.Requests(success, fail, Map.copyOf(failures)),
                times,
                Collections.unmodifiableSortedMap(new TreeMap<>(batches)));
    }
}
