package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Slices that answer when their time is over, one call after the other, in virtual time. */
final class VirtualFleet implements InferenceGateway {

    private final HandClock clock;
    private final Random noise;
    private final Map<TritonInstance, Double> seconds;
    private final Map<TritonInstance, Instant> free = new HashMap<>();
    private final Map<TritonInstance, Integer> calls = new HashMap<>();
    private final Map<TritonInstance, Double> failing = new HashMap<>();
    private final Random luck;
    private final Map<TritonInstance, ServerCounts> counts = new HashMap<>();

    /**
     * @param seconds that a step of one row takes
     */
    VirtualFleet(HandClock clock, long seed, Map<TritonInstance, Double> seconds) {
        this.clock = clock;
        this.noise = new Random(seed);
        this.luck = new Random(seed);
        this.seconds = new HashMap<>(seconds);
    }

    static TritonInstance slice(int number) {
        return new TritonInstance("slice" + number, "host:" + number);
    }

    /** From now on a step takes so many times as long there. */
    void slow(TritonInstance instance, double times) {
        seconds.merge(instance, times, (before, factor) -> before * factor);
    }

    /** From now on this part of its calls fails there, after the time of the call. */
    void fail(TritonInstance instance, double part) {
        failing.put(instance, part);
    }

    /** Calls that it was given so far. */
    int calls(TritonInstance instance) {
        return calls.getOrDefault(instance, 0);
    }

    /** What a batch takes in times of one row. */
    static double growth(long rows) {
        return 1 + 0.6 * (rows - 1);
    }

    @Override
    public CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout) {
        calls.merge(instance, 1, Integer::sum);
        Instant now = clock.instant();
        Instant start = free.getOrDefault(instance, now);
        start = start.isAfter(now) ? start : now;
        double takes = seconds.get(instance) * growth(call.rows()) * (1 + 0.05 * noise.nextGaussian());
        Instant end = start.plusNanos((long) (takes * 1e9));
        free.put(instance, end);
        CompletableFuture<InferenceResult> answer = new CompletableFuture<>();
        boolean fails = failing.containsKey(instance) && luck.nextDouble() < failing.get(instance);
        ServerCounts own = new ServerCounts(1, Duration.between(start, end), 1, Duration.between(now, start));
        clock.schedule(Duration.between(now, end), () -> {
            counts.merge(instance, own, VirtualFleet::sum);
            if (fails) {
                answer.completeExceptionally(
                        new InferenceException(FailureKind.INTERNAL, instance.name(), call.model(), "It failed."));
            } else {
                answer.complete(result(call.rows()));
            }
        });
        return answer;
    }

    private static ServerCounts sum(ServerCounts one, ServerCounts other) {
        return new ServerCounts(
                one.executions() + other.executions(),
                one.busy().plus(other.busy()),
                one.requests() + other.requests(),
                one.waited().plus(other.waited()));
    }

    /** What a slice has counted up to now. */
    ServerCounts counts(TritonInstance instance) {
        return counts.getOrDefault(instance, new ServerCounts(0, Duration.ZERO, 0, Duration.ZERO));
    }

    private static InferenceResult result(long rows) {
        return new InferenceResult(
                List.of(Tensor.ofFloats("out_sample", TensorType.FP32, new long[] {rows, 1}, new float[(int) rows])));
    }
}
