package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Demand;
import dev.diffract.frontend.core.admission.Place;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.admission.Turn;
import dev.diffract.frontend.core.dispatch.Capacity;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.Course;
import dev.diffract.frontend.core.dispatch.policy.FleetPace;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.trace.Span;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** The real admission, dispatcher and rules for a day in virtual time, before slices that go for some minutes. */
final class Day {

    private static final double SECONDS = 86_400;
    private static final int STEPS = 10;
    private static final Instant NEVER = Instant.parse("2030-01-01T00:00:00Z");

    private final HandClock clock = new HandClock();
    private final Instant start = clock.instant();
    private final Tasks tasks = new Tasks();
    private final Random random;
    private final List<TritonInstance> instances = new ArrayList<>();
    private final Map<TritonInstance, Double> seconds = new HashMap<>();
    private final Map<TritonInstance, Set<CompletableFuture<InferenceResult>>> calls = new HashMap<>();
    private final Set<TritonInstance> gone = new HashSet<>();
    private final InstanceRegistry registry;
    private final Dispatcher dispatcher;
    private final Admission admission = new Admission(Places.of(1), Bounds.of(100_000), clock);
    private int ended;
    private long steps;
    private int lost;
    private double busy;
    private double longest;

    Day(int slices, long seed) {
        random = new Random(seed);
        for (int i = 0; i < slices; i++) {
            TritonInstance instance = new TritonInstance("slice" + i, "host:" + i);
            instances.add(instance);
            seconds.put(instance, Math.exp(Math.log(20) * random.nextDouble()));
            calls.put(instance, new HashSet<>());
        }
        registry = TestFleet.of(instances, clock);
        registry.observe(new Capacity(() -> Map.of(TestModels.CHECKPOINT, Set.of("unet")), 100_000, admission::allow));
        dispatcher = new Dispatcher(
                registry,
                this::infer,
                new LateBinding(),
                new DispatchListener() {},
                new Execution(tasks, clock, clock),
                DispatchSettings.DEFAULT);
        instances.forEach(this::comes);
    }

    /** More come by day than by night; a fifth is of the batch class. Now and then the slice that has a call goes with it. */
    void run(int pictures) {
        for (int i = 0; i < pictures; i++) {
            int number = i;
            at(noonish(), () -> ask(number));
        }
        for (int i = 0; i < pictures / 10; i++) {
            at(noonish(), this::someGoes);
        }
        while (seconds(clock.instant()) < SECONDS + 3600 && clock.pending() > 0) {
            clock.next();
            tasks.drain();
        }
    }

    /** A second of the day; at noon they are nine times as dense as at midnight. */
    private double noonish() {
        double at = random.nextDouble();
        while (random.nextDouble() > (5 - 4 * Math.cos(2 * Math.PI * at)) / 9) {
            at = random.nextDouble();
        }
        return at * SECONDS;
    }

    private void at(double second, Runnable action) {
        clock.schedule(Duration.ofNanos((long) (second * 1e9)), action);
    }

    private double seconds(Instant time) {
        return Duration.between(start, time).toNanos() / 1e9;
    }

    private void comes(TritonInstance instance) {
        gone.remove(instance);
        registry.publish(
                InstanceSnapshot.healthy(instance, Map.of("unet", new ServedModel(TestModels.CHECKPOINT, 4, "engine"))),
                clock.instant());
    }

    private void someGoes() {
        TritonInstance instance = instances.stream()
                .filter(one -> !calls.getOrDefault(one, Set.of()).isEmpty())
                .findFirst()
                .orElseGet(() -> instances.get(random.nextInt(instances.size())));
        if (!gone.add(instance)) {
            return;
        }
        for (CompletableFuture<InferenceResult> call : List.copyOf(calls.getOrDefault(instance, Set.of()))) {
            lost++;
            call.completeExceptionally(failure(FailureKind.LOST, instance));
        }
        registry.publish(InstanceSnapshot.absent(instance, "Nobody is there."), clock.instant());
        at(60 + 600 * random.nextDouble(), () -> comes(instance));
    }

    private static InferenceException failure(FailureKind kind, TritonInstance instance) {
        return new InferenceException(kind, instance.name(), "unet", "It failed.");
    }

    private CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout) {
        if (gone.contains(instance)) {
            return CompletableFuture.failedFuture(failure(FailureKind.UNAVAILABLE, instance));
        }
        CompletableFuture<InferenceResult> answer = new CompletableFuture<>();
        Set<CompletableFuture<InferenceResult>> open = calls.getOrDefault(instance, Set.of());
        open.add(answer);
        answer.whenComplete((result, failure) -> open.remove(answer));
        int rows = (int) call.rows();
        double takes = seconds.getOrDefault(instance, 1.0) * VirtualFleet.growth(rows);
        busy += takes;
        at(
                takes,
                () -> answer.complete(new InferenceResult(List.of(
                        Tensor.ofFloats("out_sample", TensorType.FP32, new long[] {rows, 1}, new float[rows])))));
        return answer;
    }

    private void ask(int number) {
        Standing standing = Standing.of(number % 5 == 0 ? Standing.BATCH : Standing.USUAL);
        Instant asked = clock.instant();
        Demand demand = new Demand(
                "caller " + number % 20, standing, 1, new Demand.Cost(TestModels.CHECKPOINT, STEPS, STEPS), NEVER);
        AtomicReference<Place> place = new AtomicReference<>(Place.NONE);
        place.set(admission.enter(
                demand, FleetPace.of(dispatcher.fleet(), "unet", TestModels.CHECKPOINT, 1), new Turn() {
                    @Override
                    public void begin(int pictures, Optional<Instant> doneBy) {
                        tasks.execute(() -> step(standing, asked, 0, place));
                    }

                    @Override
                    public void waits(int position, Optional<Instant> doneBy) {}
                }));
    }

    private void step(Standing standing, Instant asked, int made, AtomicReference<Place> place) {
        if (made == STEPS) {
            ended++;
            longest = Math.max(longest, seconds(clock.instant()) - seconds(asked));
            place.get().leave(true);
            return;
        }
        InferenceCall call = new InferenceCall(
                "unet",
                List.of(Tensor.ofFloats("sample", TensorType.FP32, new long[] {1, 1}, new float[1])),
                List.of("out_sample"));
        Terms terms =
                new Terms(Caller.ANYBODY, standing, NEVER, new Course(asked, made, STEPS - made), "step", Span.NONE);
        dispatcher
                .dispatch(Work.of(call, TestModels.CHECKPOINT, Stage.STEP, terms), result -> result)
                .result()
                .thenAccept(answer -> {
                    steps++;
                    place.get().advance(1.0 / STEPS);
                    tasks.execute(() -> step(standing, asked, made + 1, place));
                });
    }

    /** Pictures that are done. */
    int ended() {
        return ended;
    }

    long steps() {
        return steps;
    }

    /** Calls that were under way when their slice went. */
    int lostCalls() {
        return lost;
    }

    /** Part of the day that the slices computed. */
    double utilisation() {
        return busy / (SECONDS * instances.size());
    }

    /** What the picture took that took longest; seconds. */
    double longest() {
        return longest;
    }

    /** Pictures at the door and under way. */
    int left() {
        return admission.queued() + admission.active();
    }
}
