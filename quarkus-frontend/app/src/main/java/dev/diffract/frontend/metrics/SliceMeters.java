package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.dispatch.EndedCall;
import dev.diffract.frontend.core.inference.FailureKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is counted of one slice. Each series is one for every slice, so that there are few: what nearly all have from the beginning, since what
 * appears with its first failure has no rate before the second; kinds of failures, and models, where there are any. One thread at a time.
 */
final class SliceMeters {

    private static final String SLICE = "slice";

    private final MeterRegistry registry;
    private final String slice;
    private final Counter steps;
    private final Counter failures;
    private final Counter unanswered;
    private final Counter moves;
    private final Counter hedges;
    private final Counter hedgesWon;
    private final Map<String, Timer> stepTimes = new HashMap<>();
    private final Map<FailureKind, Counter> kinds = new EnumMap<>(FailureKind.class);

    SliceMeters(MeterRegistry registry, String slice) {
        this.registry = registry;
        this.slice = slice;
        this.steps = counter("diffract.steps", "Denoising steps done, each of one picture");
        this.failures = counter("diffract.slice.failures", "Calls to the slice that failed");
        this.unanswered = Counter.builder("diffract.slice.unanswered")
                .description("Time of calls to the slice that ended without an answer")
                .baseUnit("seconds")
                .tag(SLICE, slice)
                .register(registry);
        this.moves =
                counter("diffract.call.moves", "Calls taken back from slices that were found gone, and made elsewhere");
        this.hedges = counter("diffract.hedges", "Calls that a slice took too long for, so that others make them too");
        this.hedgesWon =
                counter("diffract.hedges.won", "Calls that others were first with, after a slice took too long");
    }

    void stepped(EndedCall call) {
        steps.increment(call.works().size());
        stepTimes.computeIfAbsent(call.model(), this::stepTime).record(call.took());
    }

    void failed(FailureKind kind) {
        failures.increment();
        kinds.computeIfAbsent(kind, this::kind).increment();
    }

    /** @param took until the call failed, or was taken back */
    void unanswered(Duration took) {
        unanswered.increment(took.toNanos() / 1e9);
    }

    void moved() {
        moves.increment();
    }

    void hedged() {
        hedges.increment();
    }

    void outrun() {
        hedgesWon.increment();
    }

    void remove() {
        Stream.of(List.of(steps, failures, unanswered, moves, hedges, hedgesWon), stepTimes.values(), kinds.values())
                .flatMap(Collection::stream)
                .forEach((Meter meter) -> registry.remove(meter));
    }

    /** @param model served name */
    private Timer stepTime(String model) {
        return Times.ofSteps(
                registry,
                "diffract.step",
                "Time of a call that makes steps, from when the slice is given it to its answer",
                SLICE,
                slice,
                "model",
                Times.label(model));
    }

    private Counter kind(FailureKind kind) {
        return Counter.builder("diffract.call.failures")
                .description("Calls to slices that failed, by kind, from the first of each")
                .tag(SLICE, slice)
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tag(SLICE, slice).register(registry);
    }
}
