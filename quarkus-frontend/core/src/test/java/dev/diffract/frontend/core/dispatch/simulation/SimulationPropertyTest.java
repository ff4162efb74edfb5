package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.simulation.VirtualPicture.Order;
import dev.diffract.frontend.core.dispatch.simulation.VirtualPicture.State;
import dev.diffract.frontend.core.dispatch.simulation.World.Size;
import dev.diffract.frontend.core.property.Halves;
import dev.diffract.frontend.core.property.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Whatever slices there are, whoever asks for whatever and whichever slices go, hang, are full, fail often and come back: each picture ends once, nobody
 * waits for ever, no slice has more than the rules permit, callers who wait are given the same, and where nothing is wrong no slice
 * idles that would help. Real admission, real dispatcher, real rules; virtual time.
 */
class SimulationPropertyTest {

    /** The longest that the fastest slice idles for the sake of fuller calls, and a rounding; seconds. */
    private static final double IDLE = 0.021;

    /** A slice that lost calls is let be for 32 s at most, a call waited for 30 s, and a picture that broke servers kept back for 16 s. */
    private static final double RECOVERY = 32 + 30 + 16;

    private enum What {
        SLICE,
        ASKS,
        ASKS_BELOW,
        HURRIES,
        TIME_PASSES,
        GOES,
        HANGS,
        IS_FULL,
        FAILS_OFTEN,
        IS_WELL
    }

    /**
     * @param who caller, or slice
     * @param much steps, milliseconds that pass, in ten, or how slow a slice is
     */
    private record Event(What what, int who, int much) {}

    @Test
    void whereSlicesComeAndGoNothingIsLostAndNobodyWaitsForEver() {
        new Property<>(
                        random -> event(random, What.values().length),
                        SimulationPropertyTest::simpler,
                        SimulationPropertyTest::ends)
                .check(100, 60);
    }

    @Test
    void whereSlicesAreWellCallersAreGivenTheSameAndTheFastestDoesNotIdle() {
        new Property<>(
                        random -> event(random, What.GOES.ordinal()),
                        SimulationPropertyTest::simpler,
                        SimulationPropertyTest::isFairAndBusy)
                .check(100, 60);
    }

    @Test
    void whereSlicesAreWellAndKnownNoneIdlesThatWouldHelp() {
        List<Integer> looks = new ArrayList<>();
        new Property<>(
                        random -> event(random, What.GOES.ordinal()),
                        SimulationPropertyTest::simpler,
                        events -> looks.add(helps(events)))
                .check(100, 60);
        assertThat(looks).as("looks at slices that would help").anyMatch(count -> count > 100);
    }

    private static int helps(List<Event> events) {
        IdleSlower idle = new IdleSlower(IDLE);
        happens(events, true, idle::look);
        return idle.looks();
    }

    private static Event event(RandomGenerator random, int kinds) {
        return new Event(What.values()[random.nextInt(kinds)], random.nextInt(8), 1 + random.nextInt(40));
    }

    private static List<Event> simpler(Event event) {
        return Halves.of(event.who(), event.much(), (who, much) -> new Event(event.what(), who, much));
    }

    private static void ends(List<Event> events) {
        World world = happens(events, false, each -> {});
        assertThat(world.pictures().stream().filter(one -> one.state() == State.REFUSED))
                .as("refused")
                .isEmpty();
    }

    private static void isFairAndBusy(List<Event> events) {
        Idle idle = new Idle(IDLE);
        Shares shares = new Shares();
        World world = happens(events, false, each -> {
            idle.look(each);
            shares.look(each);
        });
        assertThat(world.pictures().stream().map(VirtualPicture::state))
                .as("how they end where nothing fails")
                .isSubsetOf(State.DONE, State.LATE, State.REFUSED);
    }

    /** All of it, and then until the last has ended. */
    private static World happens(List<Event> events, boolean measured, Consumer<World> watch) {
        World world = new World(sizes(events), measured, watch);
        for (Event event : events) {
            happens(world, event);
        }
        for (int i = 0; i < world.slices().size(); i++) {
            world.become(i, VirtualSlice.State.WELL);
        }
        double bound = RECOVERY + work(world);
        Supplier<Boolean> over = () -> world.pictures().stream().allMatch(VirtualPicture::isOver);
        for (double waited = 0; !over.get() && waited < bound; waited++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(world.pictures()).as("ended within " + bound + " s").allMatch(VirtualPicture::isOver);
        assertThat(world.admission().queued()).as("at the door").isZero();
        assertThat(world.admission().active()).as("under way").isZero();
        return world;
    }

    /** Three times what all takes one row after the other on the slowest of the slices; seconds. */
    private static double work(World world) {
        double numbers = world.pictures().stream()
                .filter(one -> !one.isOver())
                .mapToDouble(one -> one.order().cost())
                .sum();
        return 3
                * numbers
                * world.slices().stream()
                        .mapToDouble(slice -> slice.seconds(1, 1))
                        .max()
                        .orElseThrow();
    }

    private static List<Size> sizes(List<Event> events) {
        List<Size> sizes = new ArrayList<>();
        sizes.add(new Size(0.05, 4));
        events.stream()
                .filter(event -> event.what() == What.SLICE)
                .limit(7)
                .forEach(event -> sizes.add(new Size(0.005 + 0.005 * event.much(), 1 + event.who())));
        return sizes;
    }

    private static void happens(World world, Event event) {
        switch (event.what()) {
            case SLICE -> {}
            case ASKS -> asks(world, event, Standing.USUAL, Duration.ofDays(1));
            case ASKS_BELOW -> asks(world, event, Standing.BATCH, Duration.ofDays(1));
            case HURRIES -> asks(world, event, Standing.USUAL, Duration.ofMillis(300L * event.much()));
            case TIME_PASSES -> world.pass(Duration.ofMillis(10L * event.much() * event.much()));
            case GOES -> world.become(event.who(), VirtualSlice.State.GONE);
            case HANGS -> world.become(event.who(), VirtualSlice.State.HANGS);
            case IS_FULL -> world.become(event.who(), VirtualSlice.State.FULL);
            case FAILS_OFTEN -> world.become(event.who(), VirtualSlice.State.FAILS_OFTEN);
            case IS_WELL -> world.become(event.who(), VirtualSlice.State.WELL);
        }
    }

    /** One event is several pictures of one caller, so that they wait at the door. */
    private static void asks(World world, Event event, int priority, Duration time) {
        for (int i = 0; i < 1 + event.much() % 12; i++) {
            world.ask(new Order("caller " + event.who() % 4, event.much(), 1 + event.who() / 4, priority, time));
        }
    }
}
