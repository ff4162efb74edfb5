package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whoever comes, draws, goes away and whatever time passes: bounds are kept, of all and of each model, no place is left idle, and every picture's turn comes;
 * so where a model is missing, which takes nothing from the other.
 */
class AdmissionPropertyTest {

    private static final List<String> MODELS = List.of("one", "other");
    private static final Places PLACES = new Places(4, Map.of("one", 3, "other", 2), Set.of());
    private static final int QUEUED = 6;
    private static final int QUEUED_OF_ONE = 3;

    private enum What {
        COMES,
        COMES_BELOW,
        HAS_A_PICTURE,
        IS_DONE,
        GOES_AWAY,
        A_MODEL_IS_MISSING_OR_BACK,
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
                What.values()[random.nextInt(What.values().length)],
                random.nextInt(8),
                1 + random.nextInt(PLACES.all() + 1));
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
            Map<Guest, Integer> before = house.drawn();
            house.happens(event);
            house.keepsItsBounds(before);
            house.leavesNoPlaceIdle();
        }
        int waiting = house.guests.stream().mapToInt(Guest::waiting).sum();
        int drawn = house.drawn(guest -> true);
        for (int ends = 0; house.guests.stream().anyMatch(guest -> guest.waiting() > 0); ends++) {
            assertThat(ends).as("pictures until the last began").isLessThanOrEqualTo(waiting + drawn);
            house.drawsOne(0);
        }
    }

    private static final class Guest implements Turn {
        private final int priority;
        private final String model;
        private final int pictures;
        private Place place = Place.NONE;
        private int begun;
        private int drawn;

        private Guest(int priority, String model, int pictures) {
            this.priority = priority;
            this.model = model;
            this.pictures = pictures;
        }

        @Override
        public void begin(int some, Optional<Instant> doneBy) {
            assertThat(some).isPositive();
            begun += some;
            assertThat(begun).as("pictures that may begin").isLessThanOrEqualTo(pictures);
        }

        @Override
        public void waits(int position, Optional<Instant> doneBy) {
            assertThat(position).isPositive();
            assertThat(begun).as("pictures of who is told a position").isZero();
        }

        private int waiting() {
            return pictures - begun;
        }

        private int drawing() {
            return begun - drawn;
        }

        private boolean isUsual() {
            return priority == Standing.USUAL;
        }
    }

    private static final class House {
        private final HandClock clock = new HandClock();
        private final Admission admission =
                new Admission(PLACES, new Bounds(QUEUED, QUEUED_OF_ONE, caller -> 1), clock);
        private final List<Guest> guests = new ArrayList<>();
        private final Set<String> missing = new HashSet<>();

        private void happens(Event event) {
            switch (event.what()) {
                case COMES -> comes(event, Standing.USUAL);
                case COMES_BELOW -> comes(event, Standing.BATCH);
                case HAS_A_PICTURE -> drawsOne(event.who());
                case IS_DONE -> leaves(guest -> guest.begun > 0, event.who(), true);
                case GOES_AWAY -> leaves(guest -> guest.begun == 0, event.who(), false);
                case A_MODEL_IS_MISSING_OR_BACK -> changes(MODELS.get(event.who() % 2));
                case TIME_PASSES -> clock.advance(Duration.ofMinutes(event.pictures()));
            }
        }

        private void changes(String model) {
            if (!missing.remove(model)) {
                missing.add(model);
            }
            admission.allow(new Places(PLACES.all(), PLACES.ofResource(), missing));
        }

        /** Whether two models are both there, or both missing: only then one's pictures are in the way of the other's. */
        private boolean areShared(String one, String other) {
            return missing.contains(one) == missing.contains(other);
        }

        private void comes(Event event, int priority) {
            String model = MODELS.get(event.who() % 2);
            Guest guest = new Guest(priority, model, event.pictures());
            Instant now = clock.instant();
            Demand demand = new Demand(
                    "caller " + event.who() / 2,
                    Standing.of(priority),
                    event.pictures(),
                    new Demand.Cost(model, event.pictures(), 1),
                    now.plus(Duration.ofDays(1)));
            int queued = guests.stream()
                    .filter(other -> areShared(other.model, model))
                    .mapToInt(Guest::waiting)
                    .sum();
            try {
                guest.place = admission.enter(demand, Pace.UNKNOWN, guest);
                guests.add(guest);
                assertThat(queued == 0 || queued + guest.waiting() <= QUEUED || guest.waiting() == 0)
                        .as("pictures that wait are as many as may, but of one who waits alone")
                        .isTrue();
            } catch (QueueFullException full) {
                assertThat(queued).as(full.getMessage()).isPositive();
                assertThat(queued + guest.pictures)
                        .as(full.getMessage())
                        .isGreaterThan(full.bound() == QueueFullException.Bound.PLACES ? QUEUED : QUEUED_OF_ONE);
            }
        }

        private void drawsOne(int which) {
            some(guest -> guest.drawing() > 0, which).ifPresent(guest -> {
                guest.drawn++;
                if (guest.drawn == guest.pictures) {
                    guests.remove(guest);
                    guest.place.leave(true);
                } else {
                    guest.place.drawn();
                }
            });
        }

        private void leaves(Predicate<Guest> of, int which, boolean drawn) {
            some(of, which).ifPresent(guest -> {
                guests.remove(guest);
                guest.place.leave(drawn);
            });
        }

        private Optional<Guest> some(Predicate<Guest> of, int which) {
            List<Guest> some = guests.stream().filter(of).toList();
            return some.isEmpty() ? Optional.empty() : Optional.of(some.get(which % some.size()));
        }

        private int drawn(Predicate<Guest> of) {
            return guests.stream().filter(of).mapToInt(Guest::drawing).sum();
        }

        private Map<Guest, Integer> drawn() {
            return guests.stream().collect(Collectors.toMap(guest -> guest, Guest::drawing));
        }

        /** @param before what each drew: a model that is missing or back makes no more begin than may, and what is drawn goes on */
        private void keepsItsBounds(Map<Guest, Integer> before) {
            assertThat(admission.queued())
                    .isEqualTo(guests.stream().mapToInt(Guest::waiting).sum());
            assertThat(admission.drawn()).isEqualTo(drawn(guest -> true));
            assertThat(admission.active()).isEqualTo((int)
                    guests.stream().filter(guest -> guest.drawing() > 0).count());
            for (int priority : new int[] {Standing.USUAL, Standing.BATCH}) {
                for (String model : MODELS) {
                    Predicate<Guest> shared = guest -> guest.priority == priority && areShared(guest.model, model);
                    int sharedBefore = before.entrySet().stream()
                            .filter(drew -> shared.test(drew.getKey()))
                            .mapToInt(Map.Entry::getValue)
                            .sum();
                    assertThat(drawn(shared)).isLessThanOrEqualTo(Math.max(PLACES.all(), sharedBefore));
                    assertThat(drawn(guest -> guest.priority == priority && guest.model.equals(model)))
                            .isLessThanOrEqualTo(PLACES.of(model));
                }
            }
        }

        /** A picture that waits would be one too many, of all or of its model: of the usual class beside its own, of the lower one beside all. */
        private void leavesNoPlaceIdle() {
            for (Guest waits :
                    guests.stream().filter(guest -> guest.waiting() > 0).toList()) {
                Predicate<Guest> beside =
                        guest -> (guest.isUsual() || !waits.isUsual()) && areShared(guest.model, waits.model);
                int ofModel = drawn(beside.and(guest -> guest.model.equals(waits.model)));
                assertThat(drawn(beside) >= PLACES.all() || ofModel >= PLACES.of(waits.model))
                        .as("a picture that waits cannot begin")
                        .isTrue();
            }
        }
    }
}
