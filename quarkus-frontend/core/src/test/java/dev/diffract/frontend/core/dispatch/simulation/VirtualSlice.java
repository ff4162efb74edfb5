package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.MeasuredCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A slice in virtual time that goes, hangs, is full, fails every third call and comes back. It answers each row with its own numbers. */
final class VirtualSlice {

    /** How it is. */
    enum State {
        WELL,
        GONE,
        HANGS,
        FULL,
        FAILS_OFTEN
    }

    private final TritonInstance instance;
    private final double seconds;
    private final int batch;
    private final HandClock clock;
    private final List<Call> calls = new ArrayList<>();
    private State state = State.WELL;
    private Instant free;
    private int often;

    /** Grows whenever what it has is begun anew. */
    private int life;

    private record Call(InferenceCall asked, CompletableFuture<InferenceResult> answer) {}

    /**
     * @param seconds that a row of one number takes
     * @param batch rows that it takes at once
     */
    VirtualSlice(TritonInstance instance, double seconds, int batch, HandClock clock) {
        this.instance = instance;
        this.seconds = seconds;
        this.batch = batch;
        this.clock = clock;
        this.free = clock.instant();
    }

    TritonInstance instance() {
        return instance;
    }

    int batch() {
        return batch;
    }

    State state() {
        return state;
    }

    /** What so many rows of so many numbers take. */
    double seconds(long rows, long elements) {
        return seconds * elements * VirtualFleet.growth(rows);
    }

    /** Seconds until it has computed all that it has. */
    double busyFor() {
        return Math.max(0, Duration.between(clock.instant(), free).toNanos() / 1e9);
    }

    /** What its engine's calls took when it was built. */
    MeasuredCalls measured() {
        return new MeasuredCalls(List.of(new MeasuredCalls.Call(1, 1, 1e3 * seconds(1, 1))));
    }

    /** Calls that somebody waits for. */
    List<InferenceCall> underWay() {
        return calls.stream()
                .filter(call -> !call.answer().isDone())
                .map(Call::asked)
                .toList();
    }

    void become(State next) {
        State before = state;
        state = next;
        List<Call> open = List.copyOf(calls);
        if (next == before) {
            return;
        }
        if (next == State.GONE) {
            life++;
            calls.clear();
            free = clock.instant();
            open.forEach(call -> fail(call, FailureKind.LOST));
        } else if (next == State.HANGS) {
            life++; // nothing that it has is answered until it is itself again
        } else if (before == State.HANGS) {
            calls.clear();
            free = clock.instant();
            open.stream().filter(call -> !call.answer().isDone()).forEach(this::compute);
        }
    }

    CompletableFuture<InferenceResult> infer(InferenceCall asked, Duration timeout) {
        Call call = new Call(asked, new CompletableFuture<>());
        switch (state) {
            case GONE -> fail(call, FailureKind.UNAVAILABLE);
            case FULL -> fail(call, FailureKind.OVERLOADED);
            case HANGS -> calls.add(call);
            case WELL -> compute(call);
            case FAILS_OFTEN -> {
                if (++often % 3 == 0) {
                    fail(call, FailureKind.INTERNAL);
                } else {
                    compute(call);
                }
            }
        }
        clock.schedule(timeout, () -> fail(call, FailureKind.DEADLINE));
        return call.answer();
    }

    private void compute(Call call) {
        calls.add(call);
        Instant now = clock.instant();
        Tensor sample = call.asked().inputs().get(0);
        double takes = seconds(
                call.asked().rows(), sample.elementCount() / call.asked().rows());
        free = (free.isAfter(now) ? free : now).plusNanos((long) (takes * 1e9));
        int begun = life;
        clock.schedule(Duration.between(now, free), () -> {
            if (begun == life && calls.remove(call)) {
                call.answer()
                        .complete(new InferenceResult(List.of(
                                Tensor.ofFloats("out_sample", TensorType.FP32, sample.shape(), sample.floats()))));
            }
        });
    }

    private void fail(Call call, FailureKind kind) {
        if (call.answer().completeExceptionally(new InferenceException(kind, instance.name(), "unet", "It failed."))) {
            calls.remove(call);
        }
    }
}
