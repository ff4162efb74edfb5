package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Demand;
import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.admission.Place;
import dev.diffract.frontend.core.admission.QueueFullException;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.admission.Turn;
import dev.diffract.frontend.core.dispatch.DispatchException;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.Course;
import dev.diffract.frontend.core.dispatch.policy.FleetPace;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.trace.Span;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A picture from the door to its end, which comes once. */
final class VirtualPicture implements Turn {

    /** What a sampler takes between two steps, of some pictures; of others a multiple of it, or nothing. */
    private static final Duration SAMPLER = Duration.ofMillis(1);

    /** Where it is, or how it ended. */
    enum State {
        NEW,
        AT_THE_DOOR,
        DRAWN,
        DONE,
        REFUSED,
        LATE,
        GIVEN_UP
    }

    /**
     * What is asked for.
     *
     * @param caller who asks
     * @param steps at least 1
     * @param elements numbers of a row
     * @param priority of its class
     * @param time until its deadline
     */
    record Order(String caller, int steps, int elements, int priority, Duration time) {

        double cost() {
            return (double) steps * elements;
        }
    }

    private final int number;
    private final Order order;
    private final World world;
    private final Instant asked;
    private final Standing standing;
    private State state = State.NEW;
    private Place place = Place.NONE;
    private int made;
    private boolean waits;
    private boolean begun;

    VirtualPicture(int number, Order order, World world) {
        this.number = number;
        this.order = order;
        this.world = world;
        this.asked = world.clock().instant();
        this.standing = Standing.of(order.priority(), asked, deadline());
    }

    void enter() {
        Demand demand = new Demand(
                order.caller(),
                standing,
                1,
                new Demand.Cost(TestModels.CHECKPOINT, order.cost(), order.cost()),
                deadline());
        Pace pace = FleetPace.of(world.dispatcher().fleet(), "unet", TestModels.CHECKPOINT, 1);
        try {
            place = world.admission().enter(demand, pace, this);
        } catch (QueueFullException full) {
            assertThat(full.getMessage()).as("why it is refused").isNotBlank();
            ends(State.REFUSED);
            return;
        }
        world.clock()
                .schedule(
                        order.time(),
                        () -> world.later(() -> {
                            if (state == State.AT_THE_DOOR) {
                                ends(State.LATE);
                            }
                        }));
    }

    private Instant deadline() {
        return asked.plus(order.time());
    }

    Order order() {
        return order;
    }

    int elements() {
        return order.elements();
    }

    State state() {
        return state;
    }

    /** Its class now. */
    int priority() {
        return standing.at(world.clock().instant());
    }

    boolean isOver() {
        return state.compareTo(State.DONE) >= 0;
    }

    /** Whether it was let in. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether a step of it waits in the dispatcher. */
    boolean waitsForSlice() {
        return waits;
    }

    /** A call with it is made. */
    void goes() {
        waits = false;
    }

    @Override
    public void begin(int pictures, Optional<Instant> doneBy) {
        world.sure(this::begins);
    }

    private void begins() {
        assertThat(state).as("who may begin").isIn(State.NEW, State.AT_THE_DOOR);
        state = State.DRAWN;
        begun = true;
        long drawn = world.pictures().stream()
                .filter(other -> other.state == State.DRAWN && other.order.priority() == Standing.USUAL)
                .count();
        assertThat(order.priority() == Standing.USUAL
                        && drawn > world.admission().places().all())
                .as("more pictures under way than may be: " + drawn)
                .isFalse();
        world.later(this::step);
    }

    @Override
    public void waits(int position, Optional<Instant> doneBy) {
        world.sure(() -> assertThat(state).as("who waits").isIn(State.NEW, State.AT_THE_DOOR));
        state = State.AT_THE_DOOR;
    }

    private void step() {
        float[] numbers = new float[order.elements()];
        Arrays.fill(numbers, number);
        InferenceCall call = new InferenceCall(
                "unet",
                List.of(Tensor.ofFloats("sample", TensorType.FP32, new long[] {1, order.elements()}, numbers)),
                List.of("out_sample"));
        Terms terms = new Terms(
                Caller.ANYBODY, standing, deadline(), new Course(asked, made, order.steps() - made), "step", Span.NONE);
        waits = true;
        world.dispatcher()
                .dispatch(Work.of(call, TestModels.CHECKPOINT, Stage.STEP, terms), InferenceResult::outputs)
                .result()
                .whenComplete((answer, failure) -> {
                    waits = false;
                    world.sure(() -> {
                        if (failure != null) {
                            failed(failure);
                        } else {
                            answered(answer.value().get(0));
                        }
                    });
                });
    }

    private void answered(Tensor answer) {
        assertThat(answer.floats())
                .as("its own numbers")
                .hasSize(order.elements())
                .containsOnly(number);
        world.stepped();
        made++;
        place.advance(1.0 / order.steps());
        if (made == order.steps()) {
            ends(State.DONE);
        } else {
            world.clock().schedule(SAMPLER.multipliedBy(number % 4), () -> world.later(this::step));
        }
    }

    private void failed(@Nullable Throwable failure) {
        Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(why instanceof DispatchException end)) {
            throw new AssertionError("a fault of the program: " + why, why);
        }
        boolean late = end.reason() == DispatchException.Reason.DEADLINE
                || !world.clock().instant().isBefore(deadline());
        assertThat(end.getMessage()).as("why it is given up").isNotBlank();
        ends(late ? State.LATE : State.GIVEN_UP);
    }

    private void ends(State end) {
        assertThat(isOver()).as("ended before: " + state).isFalse();
        state = end;
        place.leave(end == State.DONE);
    }

    @Override
    public String toString() {
        return number + " " + state + " " + made + " of " + order;
    }
}
