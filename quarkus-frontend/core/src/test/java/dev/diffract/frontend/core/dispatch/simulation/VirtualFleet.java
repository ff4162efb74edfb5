package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.inference.InferenceCall;
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

    /**
     * @param seconds that a step of one row takes
     */
    VirtualFleet(HandClock clock, long seed, Map<TritonInstance, Double> seconds) {
        this.clock = clock;
        this.noise = new Random(seed);
        this.seconds = new HashMap<>(seconds);
    }

    /** From now on a step takes so many times as long there. */
    void slow(TritonInstance instance, double times) {
        seconds.merge(instance, times, (before, factor) -> before * factor);
    }

    /** What a batch takes in times of one row. */
    static double growth(long rows) {
        return 1 + 0.6 * (rows - 1);
    }

    @Override
    public CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout) {
        Instant now = clock.instant();
        Instant start = free.getOrDefault(instance, now);
        start = start.isAfter(now) ? start : now;
        double takes = seconds.get(instance) * growth(call.rows()) * (1 + 0.05 * noise.nextGaussian());
        Instant end = start.plusNanos((long) (takes * 1e9));
        free.put(instance, end);
        CompletableFuture<InferenceResult> answer = new CompletableFuture<>();
        clock.schedule(Duration.between(now, end), () -> answer.complete(result(call.rows())));
        return answer;
    }

    private static InferenceResult result(long rows) {
        return new InferenceResult(
                List.of(Tensor.ofFloats("out_sample", TensorType.FP32, new long[] {rows, 1}, new float[(int) rows])));
    }
}
