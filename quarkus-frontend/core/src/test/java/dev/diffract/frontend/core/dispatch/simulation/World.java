package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.Capacity;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.CallShape;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.repository.layout.MeasuredCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real admission, dispatcher and rules before slices that come and go, in virtual time. What must never be fails at once. */
final class World {

    /** Two calls are at a slice only where one of them is thought to take less for one row; seconds. */
    private static final double SHORT = 0.02;

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock();
    private final Instant start = clock.instant();
    private final Tasks tasks = new Tasks();
    private final Map<TritonInstance, VirtualSlice> slices = new LinkedHashMap<>();
    private final List<VirtualPicture> pictures = new ArrayList<>();
    private final InstanceRegistry registry;
    private final Dispatcher dispatcher;
    private final Admission admission;
    private final Runnable watch;
    private final boolean measured;
    private long steps;
    private @Nullable AssertionError wrong;

    /**
     * One slice.
     *
     * @param seconds that a row of one number takes
     * @param batch rows that it takes at once
     */
    record Size(double seconds, int batch) {}

    World(List<Size> sizes) {
        this(sizes, false, world -> {});
    }

    /**
     * @param measured whether it is known from the beginning what calls take
     * @param watch looks whenever time is about to pass
     */
    World(List<Size> sizes, boolean measured, Consumer<World> watch) {
        this.measured = measured;
        this.watch = () -> watch.accept(this);
        for (int i = 0; i < sizes.size(); i++) {
            TritonInstance instance = new TritonInstance("slice" + i, "host:" + i);
            slices.put(
                    instance,
                    new VirtualSlice(
                            instance, sizes.get(i).seconds(), sizes.get(i).batch(), clock));
        }
        registry = TestFleet.of(List.copyOf(slices.keySet()), clock);
        admission = new Admission(Places.of(1), Bounds.of(100_000), clock);
        registry.observe(new Capacity(() -> Map.of(TestModels.CHECKPOINT, Set.of("unet")), 100_000, admission::allow));
        registry.observe(new FleetListener() {
            @Override
            public void added(TritonInstance instance) {}

            @Override
            public void changed(InstanceSnapshot snapshot) {
                if (snapshot.state() != InstanceState.HEALTHY) {
                    clock.schedule(LOOK, () -> look(snapshot.instance()));
                }
            }

            @Override
            public void removed(TritonInstance instance) {}
        });
        InferenceGateway gateway = this::infer;
        dispatcher = new Dispatcher(
                registry,
                gateway,
                new LateBinding(),
                new DispatchListener() {},
                new Execution(tasks, clock, clock),
                DispatchSettings.DEFAULT);
        clock.schedule(Duration.ofNanos(1), () -> slices.keySet().forEach(this::look));
        pass(Duration.ofNanos(1));
    }

    private CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout) {
        CompletableFuture<InferenceResult> answer = slice(instance).infer(call, timeout);
        sure(() -> isSound(slice(instance), call));
        return answer;
    }

    /** What the rules permit of a call that was just given to a slice. */
    private void isSound(VirtualSlice slice, InferenceCall call) {
        float[] numbers = call.inputs().get(0).floats();
        long rows = call.rows();
        int elements = (int) (numbers.length / rows);
        assertThat(rows).as("rows of a call").isBetween(1L, (long) slice.batch());
        List<VirtualPicture> together = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            VirtualPicture picture = pictures.get((int) numbers[row * elements]);
            picture.goes();
            together.add(picture);
        }
        assertThat(together).as("each picture once").doesNotHaveDuplicates();
        assertThat(together.stream().map(VirtualPicture::elements).distinct())
                .as("shapes in one call")
                .containsExactly(elements);
        assertThat(together.stream().map(VirtualPicture::priority).distinct())
                .as("classes in one call")
                .hasSize(1);
        FleetView fleet = dispatcher.fleet();
        double shortest = slice.underWay().stream()
                .mapToDouble(open -> fleet.expected(fleet.find(slice.instance()).orElseThrow(), CallShape.of(open), 1))
                .min()
                .orElse(0);
        assertThat(slice.underWay().size())
                .as("calls at a slice, the shorter of which is thought to take %.3f s a row", shortest)
                .isLessThanOrEqualTo(shortest < SHORT ? 2 : 1);
    }

    private VirtualSlice slice(TritonInstance instance) {
        return Objects.requireNonNull(slices.get(instance));
    }

    private void look(TritonInstance instance) {
        VirtualSlice slice = slice(instance);
        Instant begun = clock.instant();
        registry.publish(
                slice.state() == VirtualSlice.State.GONE
                        ? InstanceSnapshot.absent(instance, "Nobody is there.")
                        : InstanceSnapshot.healthy(
                                instance,
                                Map.of(
                                        "unet",
                                        new ServedModel(
                                                TestModels.CHECKPOINT,
                                                slice.batch(),
                                                "engine",
                                                Optional.empty(),
                                                measured ? slice.measured() : MeasuredCalls.NONE,
                                                Optional.empty()))),
                begun);
    }

    /** A slice changes, and a look finds it so. */
    void become(int which, VirtualSlice.State state) {
        VirtualSlice slice = slices().get(which % slices.size());
        slice.become(state);
        clock.schedule(LOOK, () -> look(slice.instance()));
        drain();
    }

    List<VirtualSlice> slices() {
        return List.copyOf(slices.values());
    }

    /** Somebody asks for a picture now. */
    VirtualPicture ask(VirtualPicture.Order order) {
        VirtualPicture picture = new VirtualPicture(pictures.size(), order, this);
        pictures.add(picture);
        picture.enter();
        drain();
        return picture;
    }

    List<VirtualPicture> pictures() {
        return pictures;
    }

    Admission admission() {
        return admission;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    HandClock clock() {
        return clock;
    }

    /** On the executor, when what runs now has ended. */
    void later(Runnable task) {
        tasks.execute(task);
    }

    /** What does not hold here makes the whole fail, though whoever calls may keep it to itself. */
    void sure(Runnable assertions) {
        try {
            assertions.run();
        } catch (AssertionError e) {
            wrong = wrong == null ? e : wrong;
        }
    }

    void stepped() {
        steps++;
    }

    /** Steps answered. */
    long steps() {
        return steps;
    }

    /** Seconds since the beginning. */
    double seconds() {
        return Duration.between(start, clock.instant()).toNanos() / 1e9;
    }

    /** Lets so much time pass. */
    void pass(Duration time) {
        boolean[] over = {false};
        clock.schedule(time, () -> over[0] = true);
        drain();
        while (!over[0]) {
            clock.next();
            drain();
        }
    }

    private void drain() {
        tasks.drain();
        if (wrong != null) {
            throw wrong;
        }
        watch.run();
    }
}
