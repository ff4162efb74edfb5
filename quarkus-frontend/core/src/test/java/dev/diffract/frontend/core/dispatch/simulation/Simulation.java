package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Demand;
import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.admission.Place;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.admission.Turn;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.Course;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.FleetPace;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The real dispatcher, with the policy it is given, before slices in virtual time. */
public final class Simulation {

    static final double[] UNITS = {4.0, 2.0, 1.33, 0.6};

    /** What a step of one row takes on each slice; the last is the fastest. */
    public static double[] units() {
        return UNITS.clone();
    }

    /** The largest that slices take. */
    public static final int BATCH = 4;

    /** As many as keep these slices busy. */
    static final int MOST_PICTURES = UNITS.length * BATCH * 2;

    private static final Instant NEVER = Instant.parse("2030-01-01T00:00:00Z");
    private final HandClock clock = new HandClock();
    private final Instant start = clock.instant();
    private final Tasks tasks = new Tasks();
    private final VirtualFleet fleet;
    private final Frontends frontends;
    private final double unit;
    private final List<Picture> ended = new ArrayList<>();
    private long steps;

    /**
     * A picture that is asked for.
     *
     * @param at units from the beginning
     * @param standing its class
     */
    public record Arrival(double at, int steps, Standing standing) {

        /** Of the usual class. */
        public Arrival(double at, int steps) {
            this(at, steps, Standing.of(Standing.USUAL));
        }
    }

    /** One that is done. */
    public record Picture(Arrival arrival, double end) {
        public double latency() {
            return end - arrival.at();
        }

        /** Against alone on the fastest slice. */
        double slowdown() {
            return latency() / (arrival.steps() * UNITS[3]);
        }
    }

    /** Steps that the slices do together in a unit, in full batches. */
    public static double capacity() {
        double steps = 0;
        for (double unit : UNITS) {
            steps += BATCH / (unit * VirtualFleet.growth(BATCH));
        }
        return steps;
    }

    /**
     * Pictures that come as they like, of 20 steps or 8 to 50.
     *
     * @param load part of the capacity
     */
    public static List<Arrival> arrivals(long seed, int count, double load, boolean mixed) {
        Random random = new Random(seed);
        List<Arrival> all = new ArrayList<>();
        double mean = mixed ? 29 : 20;
        double at = 0;
        for (int i = 0; i < count; i++) {
            at += -Math.log(1 - random.nextDouble()) * mean / (capacity() * load);
            all.add(new Arrival(at, mixed ? 8 + random.nextInt(43) : 20));
        }
        return all;
    }

    /** With a second as the unit. */
    Simulation(DispatchPolicy policy, long seed) {
        this(policy, seed, 1);
    }

    /**
     * @param unit of all times, in seconds
     */
    public Simulation(DispatchPolicy policy, long seed, double unit) {
        this(() -> policy, seed, unit, 1);
    }

    /**
     * The same with several frontends, which take turns with what is asked for.
     *
     * @param count of them
     */
    Simulation(Supplier<DispatchPolicy> policy, long seed, double unit, int count) {
        this.unit = unit;
        Map<TritonInstance, Double> slices = new LinkedHashMap<>();
        for (int i = 0; i < UNITS.length; i++) {
            slices.put(VirtualFleet.slice(i), UNITS[i] * unit);
        }
        fleet = new VirtualFleet(clock, seed, slices);
        frontends = new Frontends(count, policy, fleet, List.copyOf(slices.keySet()), clock, tasks);
    }

    /** All slices. */
    VirtualFleet slices() {
        return fleet;
    }

    /** When so many units are over from the beginning. */
    Instant time(double units) {
        return start.plusNanos(nanos(units));
    }

    private long nanos(double units) {
        return (long) (units * unit * 1e9);
    }

    private double units(Instant time) {
        return Duration.between(start, time).toNanos() / (1e9 * unit);
    }

    /** One for as many pictures as keep these slices busy, in this time. */
    Admission admission() {
        return admission(Bounds.of(10_000));
    }

    Admission admission(Bounds bounds) {
        return new Admission(Places.of(MOST_PICTURES), bounds, clock);
    }

    /**
     * Somebody asks for a picture now, and it is drawn as soon as it is admitted.
     *
     * @param step is called for each step
     * @param ended is told how many units it took, and how many it was said to take, if that was said
     */
    void ask(Admission admission, String caller, int count, Runnable step, BiConsumer<Double, OptionalDouble> ended) {
        ask(admission, caller, new Arrival(units(clock.instant()), count), step, ended);
    }

    /** The same, which comes now and is of any class. */
    void ask(
            Admission admission,
            String caller,
            Arrival arrival,
            Runnable step,
            BiConsumer<Double, OptionalDouble> ended) {
        int count = arrival.steps();
        Demand demand =
                new Demand(caller, arrival.standing(), 1, new Demand.Cost(TestModels.CHECKPOINT, count, count), NEVER);
        AtomicReference<Place> place = new AtomicReference<>(Place.NONE);
        Pace pace = FleetPace.of(frontends.next().fleet(), "unet", TestModels.CHECKPOINT, 1);
        place.set(admission.enter(demand, pace, new Turn() {
            @Override
            public void begin(int pictures, Optional<Instant> doneBy) {
                tasks.execute(() -> step(
                        frontends.next(),
                        arrival,
                        0,
                        () -> {
                            step.run();
                            place.get().advance(1.0 / count);
                        },
                        () -> {
                            place.get().leave(true);
                            OptionalDouble said = doneBy.isEmpty()
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(units(doneBy.get()) - arrival.at());
                            ended.accept(units(clock.instant()) - arrival.at(), said);
                        }));
            }

            @Override
            public void waits(int position, Optional<Instant> doneBy) {}
        }));
    }

    /** Does something at a time, in units from the beginning. */
    void at(double time, Runnable action) {
        clock.schedule(Duration.ofNanos(nanos(time)), action);
    }

    public void run(List<Arrival> arrivals) {
        for (Arrival arrival : arrivals) {
            clock.schedule(
                    Duration.ofNanos(nanos(arrival.at())),
                    () -> step(frontends.next(), arrival, 0, () -> {}, () -> {}));
        }
        while (ended.size() < arrivals.size()) {
            tasks.drain();
            clock.next();
        }
    }

    /** Keeps so many pictures of twenty steps under way for ever. */
    void keep(int count) {
        for (int i = 0; i < count; i++) {
            again();
        }
    }

    private void again() {
        step(frontends.next(), new Arrival(units(clock.instant()), 20), 0, () -> {}, this::again);
    }

    /** Lets time pass, until nothing will happen any more. */
    void until(double time) {
        tasks.drain();
        while (units(clock.instant()) < time && clock.pending() > 0) {
            clock.next();
            tasks.drain();
        }
    }

    /** Those before these slices. */
    Frontends frontends() {
        return frontends;
    }

    /** Steps answered so far. */
    long steps() {
        return steps;
    }

    /** The pictures that are done, in the order of their ends. */
    public List<Picture> ended() {
        return ended;
    }

    private void step(Dispatcher dispatcher, Arrival arrival, int done, Runnable each, Runnable then) {
        if (done == arrival.steps()) {
            ended.add(new Picture(arrival, units(clock.instant())));
            then.run();
            return;
        }
        Course course = new Course(time(arrival.at()), done, arrival.steps() - done);
        InferenceCall call = new InferenceCall(
                "unet",
                List.of(Tensor.ofFloats("sample", TensorType.FP32, new long[] {1, 1}, new float[1])),
                List.of("out_sample"));
        Work work = Work.of(
                call,
                TestModels.CHECKPOINT,
                Stage.STEP,
                new Terms(Caller.ANYBODY, arrival.standing(), NEVER, course, "step", Span.NONE));
        dispatcher.dispatch(work, result -> result).result().thenAccept(answer -> {
            steps++;
            each.run();
            tasks.execute(() -> step(dispatcher, arrival, done + 1, each, then));
        });
    }
}
