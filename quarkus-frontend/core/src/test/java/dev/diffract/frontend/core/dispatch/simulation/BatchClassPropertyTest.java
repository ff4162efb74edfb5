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
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Whatever slices there are, and however many interactive pictures there always are: a picture of the batch class is drawn in its time. When half of that
 * is over it is treated as any other.
 */
class BatchClassPropertyTest {

    private static final double SECONDS = 0.05;
    private static final int ROWS = 4;

    /** How often it is looked whether there are enough interactive pictures; less than any of them takes. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final int INTERACTIVE_STEPS = 4;

    /** Pictures that were not done when half of their time was over. */
    private int patient;

    private enum What {
        SLICE,
        ASKS,
        TIME_PASSES
    }

    /**
     * @param who caller, or twice as many rows as a slice takes
     * @param much pictures and steps, looks that pass, or how slow a slice is
     */
    private record Event(What what, int who, int much) {

        private int pictures() {
            return what == What.ASKS ? 1 + much % 3 : 0;
        }

        private int steps() {
            return 1 + much % 5;
        }
    }

    @Test
    void isNotStarvedByInteractivePicturesThatNeverEnd() {
        new Property<>(BatchClassPropertyTest::event, BatchClassPropertyTest::simpler, this::isDrawnInItsTime)
                .check(30, 10);
        assertThat(patient).as("those that had to wait for half of their time").isPositive();
    }

    private static Event event(RandomGenerator random) {
        return new Event(What.values()[random.nextInt(3)], random.nextInt(8), 1 + random.nextInt(40));
    }

    private static List<Event> simpler(Event event) {
        return Halves.of(event.who(), event.much(), (who, much) -> new Event(event.what(), who, much));
    }

    private void isDrawnInItsTime(List<Event> events) {
        World world = new World(sizes(events), false, each -> {});
        double half = half(events, world);
        List<VirtualPicture> asked = new ArrayList<>();
        for (Event event : events) {
            switch (event.what()) {
                case SLICE -> {}
                case ASKS -> asks(world, event, half, asked);
                case TIME_PASSES -> passes(world, event.much() / 2);
            }
        }
        double until = world.seconds() + half;
        while (world.seconds() < until) {
            passes(world, 1);
        }
        patient += (int) asked.stream().filter(one -> !one.isOver()).count();
        while (!asked.stream().allMatch(VirtualPicture::isOver)) {
            passes(world, 1);
        }
        assertThat(asked).as("pictures that have %.3f s", 2 * half).allMatch(one -> one.state() == State.DONE);
    }

    /**
     * On the slice that is there in any case all interactive pictures that are drawn at once, and then all steps of the batch class one after the other, each
     * after a call that is under way there; and a second.
     */
    private static double half(List<Event> events, World world) {
        int steps = events.stream()
                .mapToInt(event -> event.pictures() * event.steps())
                .sum();
        double call = SECONDS * VirtualFleet.growth(ROWS);
        return 1 + world.admission().places().all() * INTERACTIVE_STEPS * call / ROWS + steps * 2 * call;
    }

    private static void asks(World world, Event event, double half, List<VirtualPicture> asked) {
        for (int i = 0; i < event.pictures(); i++) {
            Duration time = Duration.ofNanos((long) (2 * half * 1e9));
            asked.add(world.ask(new Order("below " + event.who() % 2, event.steps(), 1, Standing.BATCH, time)));
        }
    }

    /** There are always twice as many interactive pictures as may be drawn at once. */
    private static void passes(World world, int looks) {
        for (int i = 0; i < looks; i++) {
            long there = world.pictures().stream()
                    .filter(one -> one.order().priority() == Standing.USUAL && !one.isOver())
                    .count();
            for (long next = there; next < 2L * world.admission().places().all(); next++) {
                world.ask(new Order("caller " + next % 4, INTERACTIVE_STEPS, 1, Standing.USUAL, Duration.ofDays(1)));
            }
            world.pass(LOOK);
        }
    }

    private static List<Size> sizes(List<Event> events) {
        List<Size> sizes = new ArrayList<>();
        sizes.add(new Size(SECONDS, ROWS));
        events.stream()
                .filter(event -> event.what() == What.SLICE)
                .limit(3)
                .forEach(event -> sizes.add(new Size(0.01 + 0.005 * event.much(), 1 + event.who() / 2)));
        return sizes;
    }
}
