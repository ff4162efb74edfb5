package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the dispatcher's calls: steps and their time by slice, failures by slice and kind, withdrawals, moves, hedges, retries. The series of a slice
 * are there from when it comes until it goes; a call that ends after that is not counted.
 */
public final class CallMetrics implements DispatchListener, FleetListener {

    private static final String SLICE = "slice";

    private final MeterRegistry registry;
    private final Counter retries;
    private final Map<TritonInstance, SliceMeters> slices = new ConcurrentHashMap<>();

    public CallMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.retries = Counter.builder("diffract.retries")
                .description("Calls made again after a failure")
                .register(registry);
    }

    @Override
    public void added(TritonInstance instance) {
        slices.computeIfAbsent(instance, added -> new SliceMeters(added.name()));
    }

    @Override
    public void removed(TritonInstance instance) {
        slices.computeIfPresent(instance, (removed, meters) -> {
            meters.remove();
            return null;
        });
    }

    @Override
    public void succeeded(TritonInstance instance, Stage stage, int works, Duration took) {
        SliceMeters meters = slices.get(instance);
        if (stage == Stage.STEP && meters != null) {
            meters.steps.increment(works);
            meters.stepTime.record(took);
        }
    }

    @Override
    public void failed(TritonInstance instance, Stage stage, InferenceException failure) {
        SliceMeters meters = slices.get(instance);
        if (meters != null) {
            meters.failures.get(failure.kind()).increment();
        }
    }

    @Override
    public void withdrawn(TritonInstance instance, Stage stage) {
        SliceMeters meters = slices.get(instance);
        if (meters != null) {
            meters.withdrawals.increment();
        }
    }

    @Override
    public void moved(TritonInstance instance, Stage stage) {
        SliceMeters meters = slices.get(instance);
        if (meters != null) {
            meters.moves.increment();
        }
    }

    @Override
    public void hedged(TritonInstance instance, Stage stage) {
        SliceMeters meters = slices.get(instance);
        if (meters != null) {
            meters.hedges.increment();
        }
    }

    @Override
    public void outrun(TritonInstance instance, Stage stage) {
        SliceMeters meters = slices.get(instance);
        if (meters != null) {
            meters.hedgesWon.increment();
        }
    }

    @Override
    public void retried(Stage stage) {
        retries.increment();
    }

    /** The series of one slice, all there from the beginning: what appears with its first failure has no rate before the second. */
    private final class SliceMeters {
        private final Counter steps;
        private final Timer stepTime;
        private final Counter withdrawals;
        private final Counter moves;
        private final Counter hedges;
        private final Counter hedgesWon;
        private final Map<FailureKind, Counter> failures = new EnumMap<>(FailureKind.class);

        private SliceMeters(String slice) {
            this.steps = counter("diffract.steps", "Denoising steps done", slice);
            this.stepTime = Times.ofSteps(
                    registry, "diffract.step", "Time of a denoising step, from call to answer", SLICE, slice);
            this.withdrawals = counter(
                    "diffract.call.withdrawals",
                    "Calls taken back from slices before their answer, because nobody waited any more",
                    slice);
            this.moves = counter(
                    "diffract.call.moves",
                    "Calls taken back from slices that were found gone, and made elsewhere",
                    slice);
            this.hedges = counter(
                    "diffract.hedges", "Calls that a slice took too long for, so that others make them too", slice);
            this.hedgesWon = counter(
                    "diffract.hedges.won", "Calls that others were first with, after a slice took too long", slice);
            for (FailureKind kind : FailureKind.values()) {
                failures.put(
                        kind,
                        Counter.builder("diffract.call.failures")
                                .description("Calls to slices that failed, by kind")
                                .tag(SLICE, slice)
                                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }

        private Counter counter(String name, String description, String slice) {
            return Counter.builder(name)
                    .description(description)
                    .tag(SLICE, slice)
                    .register(registry);
        }

        private void remove() {
            registry.remove(steps);
            registry.remove(stepTime);
            registry.remove(withdrawals);
            registry.remove(moves);
            registry.remove(hedges);
            registry.remove(hedgesWon);
            failures.values().forEach(registry::remove);
        }
    }
}
