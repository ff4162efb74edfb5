package dev.diffract.frontend.core.admission;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is refused because it would be late. */
class RefusalTest extends AdmissionFixture {

    /** A hundred of cost each, which takes the 50 s that half of a second for one would be, and 200 s for the whole of the time. */
    @Test
    void whatWouldNotBeDoneByItsDeadlineEvenIfAllWentWellIsRefusedAndToldWhenToComeAgain() {
        Admission learned = learned();
        Place first = null;
        for (int i = 0; i < 5; i++) {
            Place place = learned.enter(demand("a"), SECOND, TURN);
            first = first == null ? place : first;
        }
        assertThatThrownBy(() -> learned.enter(demand("a"), SECOND, TURN))
                .isInstanceOfSatisfying(
                        QueueFullException.class,
                        late -> assertThat(late.retryAfter()).contains(Duration.ofSeconds(50)))
                .hasMessage(
                        "So much is before it that it would take at least 250 s, and it would not be done by its deadline.");
        assertThat(learned.queued()).isEqualTo(4);
        learned.enter(demand("b"), SECOND, TURN);
        requireNonNull(first).advance(1);
        learned.enter(demand("a"), SECOND, TURN);
        assertThat(learned.queued()).isEqualTo(6);
    }

    /** 60 that would take an hour wait from before anything was known, and are given up in two hundred seconds. */
    @Test
    void whatIsLateItselfIsInNobodysWay() {
        Admission learned = learned();
        for (int i = 0; i < 61; i++) {
            learned.enter(demand("a"), Pace.UNKNOWN, TURN);
        }
        clock.advance(Duration.ofSeconds(150));
        learned.enter(demand("a"), SECOND, TURN);
        assertThat(learned.queued()).isEqualTo(61);
    }

    @Test
    void nothingIsRefusedBeforeEnoughIsKnown() {
        Admission cold = new Admission(Places.of(1), Bounds.of(100), clock);
        for (int i = 0; i < 9; i++) {
            Place place = cold.enter(demand("a"), SECOND, TURN);
            clock.advance(Duration.ofSeconds(150));
            place.leave(true);
        }
        for (int i = 0; i < 101; i++) {
            cold.enter(demand("a"), SECOND, TURN);
        }
        assertThat(cold.queued()).isEqualTo(100);
    }

    @Test
    void whoCanBeginIsNotRefused() {
        Admission learned = learned();
        learned.allow(Places.of(2));
        learned.enter(demand("a"), new Pace(1000, 1000, 1000), TURN);
        learned.enter(demand("a"), new Pace(1000, 1000, 1000), TURN);
        assertThat(learned.active()).isEqualTo(2);
    }

    /** Of sixteen pictures one is drawn: another caller's is next, and only more of the same caller's come after all of them. */
    @Test
    void picturesOfManyThatComeLaterAreInNobodysWay() {
        Admission learned = learned();
        Instant end = clock.instant().plusSeconds(3600);
        learned.enter(
                new Demand("many", Standing.of(Standing.USUAL), 16, new Demand.Cost("a", 1600, 100), end),
                SECOND,
                TURN);
        assertThatThrownBy(() -> learned.enter(demand("many", "a"), SECOND, TURN))
                .isInstanceOf(QueueFullException.class)
                .hasMessageStartingWith("So much is before it");
        learned.enter(demand("a"), SECOND, TURN);
        assertThat(learned.queued()).as("it waits with fifteen of them").isEqualTo(16);
    }

    /** Ten were thought to take 150 s, and took that. */
    private Admission learned() {
        Admission learned = new Admission(Places.of(1), Bounds.of(100), clock);
        for (int i = 0; i < 10; i++) {
            Place place = learned.enter(demand("a"), SECOND, TURN);
            clock.advance(Duration.ofSeconds(150));
            place.leave(true);
        }
        return learned;
    }

    private Demand demand(String resource) {
        return demand("somebody", resource);
    }

    private Demand demand(String caller, String resource) {
        Instant now = clock.instant();
        return new Demand(
                caller, Standing.of(Standing.USUAL), 1, new Demand.Cost(resource, 100, 100), now.plusSeconds(200));
    }
}
