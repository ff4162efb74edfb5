package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.EndedCall;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Counts the dispatcher's calls: how long they wait for a slice and take there, how full their batches are, how they end, and which class has
 * what of the slices' time. The series of a slice are there from when it comes until it goes; a call that ends after that is not counted.
 */
public final class CallMetrics implements DispatchListener, FleetListener {

    /** Pictures in a call. */
    private static final double[] BATCHES = {1, 2, 3, 4, 6, 8, 12, 16, 32};

    private final MeterRegistry registry;
    private final Counter retries;
    private final Counter withdrawals;
    private final DistributionSummary batches;
    private final Map<PriorityClass, ClassMeters> classes = new EnumMap<>(PriorityClass.class);
    private final Map<TritonInstance, SliceMeters> slices = new ConcurrentHashMap<>();

    public CallMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.retries = Counter.builder("diffract.retries")
                .description("Calls made again after a failure")
                .register(registry);
        this.withdrawals = Counter.builder("diffract.call.withdrawals")
                .description("Calls taken back from slices before their answer, because nobody waited any more")
                .register(registry);
        this.batches = DistributionSummary.builder("diffract.step.batch.pictures")
                .description("Pictures whose steps one call made")
                .serviceLevelObjectives(BATCHES)
                .register(registry);
        for (PriorityClass each : PriorityClass.values()) {
            classes.put(each, new ClassMeters(registry, each));
        }
    }

    @Override
    public void added(TritonInstance instance) {
        slices.computeIfAbsent(instance, added -> new SliceMeters(registry, added.name()));
    }

    @Override
    public void removed(TritonInstance instance) {
        slices.computeIfPresent(instance, (removed, meters) -> {
            meters.remove();
            return null;
        });
    }

    @Override
    public void assigned(Work work, Duration waited) {
        PriorityClass of = classOf(work.terms());
        classes.forEach((each, meters) -> { // what nobody waited for is told too: nothing is not the same as unknown
            Timer time = Objects.requireNonNull(meters.waiting(work.model()).get(work.stage()));
            if (each == of) {
                time.record(waited);
            }
        });
    }

    @Override
    public void succeeded(TritonInstance instance, EndedCall call) {
        if (call.stage() == Stage.STEP) {
            of(instance, meters -> meters.stepped(call));
            if (!call.works().isEmpty()) {
                batches.record(call.works().size());
            }
        }
        ended(call);
    }

    @Override
    public void failed(TritonInstance instance, EndedCall call, InferenceException failure) {
        of(instance, meters -> {
            meters.failed(failure.kind());
            meters.unanswered(call.took());
        });
        ended(call);
    }

    @Override
    public void withdrawn(TritonInstance instance, EndedCall call) {
        withdrawals.increment();
        of(instance, meters -> meters.unanswered(call.took()));
        ended(call);
    }

    @Override
    public void moved(TritonInstance instance, EndedCall call) {
        of(instance, meters -> {
            meters.moved();
            meters.unanswered(call.took());
        });
        ended(call);
    }

    @Override
    public void hedged(TritonInstance instance, Stage stage) {
        of(instance, SliceMeters::hedged);
    }

    @Override
    public void outrun(TritonInstance instance, Stage stage) {
        of(instance, SliceMeters::outrun);
    }

    @Override
    public void retried(Stage stage) {
        retries.increment();
    }

    private void ended(EndedCall call) {
        classes.forEach((of, meters) -> {
            int works = 0;
            for (Terms terms : call.works()) {
                works += classOf(terms) == of ? 1 : 0;
            }
            if (works > 0) {
                meters.ended(call, works);
            }
        });
    }

    private void of(TritonInstance instance, Consumer<SliceMeters> news) {
        slices.computeIfPresent(
                instance, (present, meters) -> { // not while it goes: nothing would take new series away
                    news.accept(meters);
                    return meters;
                });
    }

    private static PriorityClass classOf(Terms terms) {
        return PriorityClass.of(terms.standing().priority());
    }
}
