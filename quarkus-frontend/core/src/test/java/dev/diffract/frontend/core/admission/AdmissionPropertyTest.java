package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whoever comes, draws, goes away and whatever time passes: bounds are kept, no place is left idle, and everybody's turn comes. */
class AdmissionPropertyTest {

    private static final int PLACES = 4;
    private static final int QUEUED = 6;
    private static final int QUEUED_OF_ONE = 3;

    private enum What {
        COMES,
        COMES_BELOW,
        IS_DONE,
        GOES_AWAY,
        TIME_PASSES
    }

    /**
     * @param who caller, or which of those who draw or wait
     * @param pictures that are asked for, or minutes
     */
    private record Event(What what, int who, int pictures) {}

    @Test
    void boundsAreKeptNoPlaceIsLeftIdleAndEverybodysTurnComes() {
        new Property<>(AdmissionPropertyTest::event, AdmissionPropertyTest::simpler, AdmissionPropertyTest::holds)
                .check(500, 80);
    }

    private static Event event(RandomGenerator random) {
        return new Event(
                What.values()[random.nextInt(What.values().length)], random.nextInt(4), 1 + random.nextInt(PLACES + 1));
    }

    private static List<Event> simpler(Event event) {
        List<Event> simpler = new ArrayList<>();
        if (event.who() > 0) {
            simpler.add(new Event(event.what(), event.who() - 1, event.pictures()));
        }
        if (event.pictures() > 1) {
            simpler.add(new Event(event.what(), event.who(), event.pictures() - 1));
        }
        return simpler;
    }

    private static void holds(List<Event> events) {
        House house = new House();
        for (Event event : events) {
            house.happens(event);
            house.keepsItsBounds();
            house.leavesNoPlaceIdle();
        }
        int waiting = house.waiting.size();
        for (int ends = 0; !house.waiting.isEmpty(); ends++) {
            assertThat(ends).as("ends until the last began").isLessThanOrEqualTo(waiting + house.begun);
            house.leaves(house.drawing, 0, true);
        }
    }

    private static final class Guest implements Turn {
        private final House house;
        private final int priority;
        private final int pictures;
        private Place place = Place.NONE;

        private Guest(House house, int priority, int pictures) {
            this.house = house;
            this.priority = priority;
            this.pictures = pictures;
        }

        @Override
        public void admitted(Optional<Instant> doneBy) {
            house.waiting.remove(this);
            house.drawing.add(this);
            house.begun++;
        }

        @Override
        public void waits(int position, Optional<Instant> doneBy) {
            assertThat(position).isBetween(1, QUEUED);
            if (!house.waiting.contains(this)) {
                house.waiting.add(this);
            }
        }
    }

    private static final class House {
        private final HandClock clock = new HandClock();
        private final Admission admission =
                new Admission(PLACES, new Bounds(QUEUED, QUEUED_OF_ONE, caller -> 1), clock);
        private final List<Guest> drawing = new ArrayList<>();
        private final List<Guest> waiting = new ArrayList<>();
        private int begun;

        private void happens(Event event) {
            switch (event.what()) {
                case COMES -> comes(event, Standing.USUAL);
                case COMES_BELOW -> comes(event, Standing.BATCH);
                case IS_DONE -> leaves(drawing, event.who(), true);
                case GOES_AWAY -> leaves(waiting, event.who(), false);
                case TIME_PASSES -> clock.advance(Duration.ofMinutes(event.pictures()));
            }
        }

        private void comes(Event event, int priority) {
            Guest guest = new Guest(this, priority, event.pictures());
            Instant now = clock.instant();
            Demand demand = new Demand(
                    "caller " + event.who(),
                    Standing.of(priority),
                    event.pictures(),
                    new Demand.Cost("model", event.pictures(), 1),
                    now.plus(Duration.ofDays(1)));
            try {
                guest.place = admission.enter(demand, Pace.UNKNOWN, guest);
            } catch (QueueFullException full) {
                assertThat(waiting).as(full.getMessage()).hasSizeGreaterThanOrEqualTo(QUEUED_OF_ONE);
            }
        }

        private void leaves(List<Guest> of, int which, boolean drawn) {
            if (!of.isEmpty()) {
                Guest guest = of.get(which % of.size());
                of.remove(guest);
                guest.place.leave(drawn);
            }
        }

        private int pictures(int priority) {
            return drawing.stream()
                    .filter(guest -> guest.priority == priority)
                    .mapToInt(guest -> guest.pictures)
                    .sum();
        }

        private void keepsItsBounds() {
            assertThat(admission.queued()).isEqualTo(waiting.size()).isLessThanOrEqualTo(QUEUED);
            assertThat(admission.active()).isEqualTo(drawing.size());
            for (int priority : new int[] {Standing.USUAL, Standing.BATCH}) {
                long own = drawing.stream()
                        .filter(guest -> guest.priority == priority)
                        .count();
                assertThat(own <= 1 || pictures(priority) <= PLACES)
                        .as("only one alone may be of more pictures than there are places")
                        .isTrue();
            }
        }

        /** Who waits would be one too many: of the usual class beside its own, of the lower one beside all. */
        private void leavesNoPlaceIdle() {
            int usual = pictures(Standing.USUAL);
            int all = usual + pictures(Standing.BATCH);
            for (int priority : new int[] {Standing.USUAL, Standing.BATCH}) {
                int taken = priority == Standing.USUAL ? usual : all;
                List<Guest> own = waiting.stream()
                        .filter(guest -> guest.priority == priority)
                        .toList();
                assertThat(own.isEmpty()
                                || (taken > 0 && own.stream().anyMatch(guest -> taken + guest.pictures > PLACES)))
                        .as("somebody who waits cannot begin")
                        .isTrue();
            }
        }
    }
}
