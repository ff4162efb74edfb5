package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.dispatch.EndedCall;
import dev.diffract.frontend.core.dispatch.EndedCall.Outcome;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is counted of one class, on all slices together: by slice as well would be twice the series of every slice. All there is from the
 * start on, but for what is counted by models. Thread-safe.
 */
final class ClassMeters {

    private static final String CLASS = "class";

    private final MeterRegistry registry;
    private final PriorityClass of;
    private final Counter busy;
    /** By served names; those of one model share theirs. */
    private final Map<String, Map<Stage, Timer>> waiting = new ConcurrentHashMap<>();

    private final Map<Outcome, Map<String, Timer>> steps = new EnumMap<>(Outcome.class);

    ClassMeters(MeterRegistry registry, PriorityClass of) {
        this.registry = registry;
        this.of = of;
        this.busy = Counter.builder("diffract.class.busy")
                .description("Time of slices that calls took, by the class of the pictures they were for")
                .baseUnit("seconds")
                .tag(CLASS, of.label())
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            steps.put(outcome, new ConcurrentHashMap<>());
        }
    }

    /**
     * There are all series of a model from now on.
     *
     * @param model served name
     */
    Map<Stage, Timer> waiting(String model) {
        return waiting.computeIfAbsent(model, served -> {
            Map<Stage, Timer> all = new EnumMap<>(Stage.class);
            for (Stage stage : Stage.values()) {
                all.put(stage, waitingTime(served, stage));
            }
            return all;
        });
    }

    /** @param works of this class in the call, 1 or more: its time is shared by all, and each class that has a step in it waits for all of it */
    void ended(EndedCall call, int works) {
        if (call.outcome() == Outcome.OK) {
            busy.increment(call.took().toNanos() / 1e9 * works / call.works().size());
        }
        if (call.stage() == Stage.STEP) {
            Objects.requireNonNull(steps.get(call.outcome()))
                    .computeIfAbsent(call.model(), model -> stepTime(model, call.outcome()))
                    .record(call.took());
        }
    }

    private Timer waitingTime(String model, Stage stage) {
        return Times.ofCalls(
                registry,
                "diffract.call.waiting",
                "Time that calls wait for a slice",
                "stage",
                stage.name().toLowerCase(Locale.ROOT),
                CLASS,
                of.label(),
                "model",
                Times.label(model));
    }

    private Timer stepTime(String model, Outcome outcome) {
        return Times.ofStepsAnywhere(
                registry,
                "diffract.class.step",
                "Time of a call for steps of a class, from when a slice is given it to its end",
                CLASS,
                of.label(),
                "model",
                Times.label(model),
                "outcome",
                outcome.name().toLowerCase(Locale.ROOT));
    }
}
