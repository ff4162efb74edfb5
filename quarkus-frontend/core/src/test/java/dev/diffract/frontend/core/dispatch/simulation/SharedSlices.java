package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.Course;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.trace.Span;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The real dispatcher, which draws one picture after the other, before slices that others keep busy, in virtual time. */
final class SharedSlices {

    private static final Instant NEVER = Instant.parse("2030-01-01T00:00:00Z");
    private static final int STEPS = 20;

    private final HandClock clock = new HandClock();
    private final Tasks tasks = new Tasks();
    private final List<TritonInstance> slices = new ArrayList<>();
    private final Set<Integer> busy = new HashSet<>();
    private final VirtualFleet fleet;
    private final Dispatcher dispatcher;

    /**
     * @param seconds that each slice takes for a step of one row
     * @param looks whether the frontend sees what slices count
     */
    SharedSlices(long seed, List<Double> seconds, boolean looks) {
        Map<TritonInstance, Double> all = new LinkedHashMap<>();
        for (double one : seconds) {
            TritonInstance slice = new TritonInstance("slice" + all.size(), "host:" + all.size());
            slices.add(slice);
            all.put(slice, one);
        }
        fleet = new VirtualFleet(clock, seed, all);
        Frontends frontends = new Frontends(1, LateBinding::new, fleet, slices, clock, tasks);
        dispatcher = frontends.next();
        if (looks) {
            frontends.count();
        }
    }

    /** From now on somebody else always has one full batch at this slice. */
    void others(int slice) {
        busy.add(slice);
        again(slice);
    }

    private void again(int slice) {
        if (busy.contains(slice)) {
            fleet.infer(slices.get(slice), call(Simulation.BATCH), Duration.ofDays(1))
                    .thenAccept(answer -> tasks.execute(() -> again(slice)));
        }
    }

    /** They go away. */
    void leave() {
        busy.clear();
    }

    void pass(Duration time) {
        boolean[] over = {false};
        clock.schedule(time, () -> over[0] = true);
        until(over);
    }

    /**
     * Draws a picture.
     *
     * @return seconds
     */
    double draw() {
        Instant begun = clock.instant();
        boolean[] over = {false};
        step(begun, 0, () -> over[0] = true);
        until(over);
        return Duration.between(begun, clock.instant()).toNanos() / 1e9;
    }

    /** Seconds that a picture takes a slice alone whose step takes so long. */
    static double alone(double seconds) {
        return STEPS * seconds;
    }

    /** The time there. */
    Instant now() {
        return clock.instant();
    }

    private void until(boolean[] over) {
        tasks.drain();
        while (!over[0]) {
            clock.next();
            tasks.drain();
        }
    }

    private void step(Instant begun, int done, Runnable then) {
        if (done == STEPS) {
            then.run();
            return;
        }
        Course course = new Course(begun, done, STEPS - done);
        Work work = Work.of(
                call(1),
                TestModels.CHECKPOINT,
                Stage.STEP,
                new Terms(Caller.ANYBODY, Standing.of(Standing.USUAL), NEVER, course, "step", Span.NONE));
        dispatcher
                .dispatch(work, result -> result)
                .result()
                .thenAccept(answer -> tasks.execute(() -> step(begun, done + 1, then)));
    }

    private static InferenceCall call(int rows) {
        return new InferenceCall(
                "unet",
                List.of(Tensor.ofFloats("sample", TensorType.FP32, new long[] {rows, 1}, new float[rows])),
                List.of("out_sample"));
    }
}
