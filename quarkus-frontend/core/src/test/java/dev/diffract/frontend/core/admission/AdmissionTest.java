package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.Uncaught;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest extends ToldFixture {

    @Test
    void admitsInTheOrderOfArrivalAndTellsPositions() {
        Place first = enter("first");
        Place second = enter("second");
        Place third = enter("third");
        assertThat(events).containsExactly("first admitted", "second waits at 1", "third waits at 2");
        events.clear();
        first.leave(true);
        assertThat(events).containsExactly("second admitted", "third waits at 1");
        events.clear();
        second.leave(true);
        third.leave(true);
        assertThat(events).containsExactly("third admitted");
        assertThat(admission.active()).isZero();
        assertThat(admission.queued()).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        enter("first");
        enter("second");
        enter("third");
        assertThatThrownBy(() -> enter("fourth"))
                .isInstanceOf(QueueFullException.class)
                .hasMessage(
                        "Pictures that wait: 2 of the 2 that may, and this would add 1; pictures that are drawn: 1.");
    }

    @Test
    void whoLeavesTheQueueMakesRoomForThoseBehind() {
        enter("first");
        Place second = enter("second");
        enter("third");
        events.clear();
        second.leave(true);
        assertThat(events).containsExactly("third waits at 1");
        assertThat(admission.active()).isEqualTo(1);
        assertThat(admission.queued()).isEqualTo(1);
    }

    @Test
    void leavingTwiceFreesOnePlace() {
        Place first = enter("first");
        enter("second");
        first.leave(true);
        first.leave(true);
        assertThat(admission.active()).isEqualTo(1);
    }

    @Test
    void whoBreaksWhenToldKeepsNobodyElseWaiting() {
        Place first = enter("first");
        RuntimeException fault = new IllegalStateException("a listener that is gone");
        admission.enter(demand("breaks", 0, 1), Pace.UNKNOWN, new Turn() {
            @Override
            public void begin(int pictures, Optional<Instant> doneBy) {
                throw fault;
            }

            @Override
            public void waits(int position, Optional<Instant> doneBy) {}
        });
        enter("third");
        events.clear();
        try (Uncaught uncaught = new Uncaught()) {
            first.leave(true);
            assertThat(uncaught.faults()).containsExactly(fault);
        }
        assertThat(events).containsExactly("third waits at 1");
    }

    @Test
    void boundsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Places.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bounds.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(1, 1, caller -> 1, OffPeak.NEVER, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreAreAdmittedAsSoonAsMoreMayBeAndNobodyIsStopped() {
        Place first = enter("first");
        enter("second");
        enter("third");
        events.clear();
        admission.allow(Places.of(2));
        assertThat(events).containsExactly("second admitted", "third waits at 1");
        events.clear();
        admission.allow(Places.of(1));
        first.leave(true);
        assertThat(events).as("it waits where it was").isEmpty();
        assertThat(admission.active()).isEqualTo(1);
        assertThat(admission.places().all()).isEqualTo(1);
    }

    @Test
    void whoWasGivenLessIsNext() {
        Place first = ask("greedy 1", demand("greedy", 0, 1), Pace.UNKNOWN);
        ask("greedy 2", demand("greedy", 0, 1), Pace.UNKNOWN);
        ask("other", demand("other", 0, 1), Pace.UNKNOWN);
        assertThat(events)
                .containsExactly("greedy 1 admitted", "greedy 2 waits at 1", "other waits at 1", "greedy 2 waits at 2");
        events.clear();
        first.leave(true);
        assertThat(events).containsExactly("other admitted", "greedy 2 waits at 1");
    }

    @Test
    void nobodyTakesAllPlacesOfTheQueue() {
        Admission narrow = new Admission(Places.of(1), new Bounds(3, 1, caller -> 1), clock);
        Turn turn = turn("any");
        narrow.enter(demand("greedy", 0, 1), Pace.UNKNOWN, turn);
        narrow.enter(demand("greedy", 0, 1), Pace.UNKNOWN, turn);
        assertThatThrownBy(() -> narrow.enter(demand("greedy", 0, 1), Pace.UNKNOWN, turn))
                .isInstanceOf(QueueFullException.class)
                .hasMessage("Pictures of yours that wait: 1 of the 1 that may of one caller, and this would add 1.");
        narrow.enter(demand("other", 0, 1), Pace.UNKNOWN, turn);
        assertThat(narrow.queued()).isEqualTo(2);
    }

    /** Until ten have ended twice the time that is thought; then what most of them kept. */
    @Test
    void whatIsPromisedIsLearned() {
        Pace pace = new Pace(0.01, 0.09, 0.01);
        for (int i = 0; i < 10; i++) {
            Place place = ask("early", demand("a", 0, 1), pace);
            assertThat(doneBy).contains(clock.instant().plusSeconds(20));
            clock.advance(Duration.ofSeconds(12));
            place.leave(true);
        }
        ask("later", demand("a", 0, 1), pace);
        assertThat(doneBy).contains(clock.instant().plusSeconds(12));
    }

    @Test
    void theUsualClassDoesNotFeelTheLowerOne() {
        Place lower = ask("lower", demand("a", -1, 1), Pace.UNKNOWN);
        ask("lower 2", demand("a", -1, 1), Pace.UNKNOWN);
        Place usual = ask("usual", demand("a", 0, 1), Pace.UNKNOWN);
        assertThat(events).containsExactly("lower admitted", "lower 2 waits at 1", "usual admitted");
        lower.leave(true);
        assertThat(admission.queued()).isEqualTo(1);
        usual.leave(true);
        assertThat(events).endsWith("lower 2 admitted");
    }

    @Test
    void whatIsToBeDrawnYetIsCountedOfAllWhoDrawOrWait() {
        assertThat(admission.left("a")).isZero();
        Place drawing = enter("drawing");
        enter("waiting");
        ask("lower", demand("b", -1, 1), Pace.UNKNOWN);
        assertThat(admission.left("a")).isEqualTo(300);
        assertThat(admission.left("another model")).isZero();
        drawing.advance(0.25);
        assertThat(admission.left("a")).isEqualTo(275);
        drawing.leave(true);
        assertThat(admission.left("a")).isEqualTo(200);
    }

    @Test
    void whatCannotBeDoneInTimeThoughNothingElseIsDrawnIsRefused() {
        Instant deadline = clock.instant().plusSeconds(20);
        Demand.Cost cost = new Demand.Cost("a", 100, 100, 20.5);
        Demand demand = new Demand("somebody", Standing.of(Standing.USUAL), 1, cost, deadline);
        assertThatThrownBy(() -> ask("late", demand, Pace.UNKNOWN))
                .isInstanceOfSatisfying(QueueFullException.class, full -> {
                    assertThat(full.bound()).isEqualTo(QueueFullException.Bound.TIME);
                    assertThat(full.retryAfter()).isEmpty();
                })
                .hasMessage(
                        "Though nothing else were drawn it would take at least 20.5 s, and its deadline is in 20.0 s: it would"
                                + " have time with fewer steps or pixels, or a later deadline.");
        assertThat(admission.remembered()).isZero();
        ask("in time", new Demand("somebody", demand.standing(), 1, cost, deadline.plusSeconds(1)), Pace.UNKNOWN);
        assertThat(events).containsExactly("in time admitted");
    }

    @Test
    void whoIsBelowIsOfTheUsualClassWhenHalfOfItsTimeIsOver() {
        ask("usual", demand("a", 0, 1), Pace.UNKNOWN);
        ask("lower", demand("a", -1, 1), Pace.UNKNOWN);
        clock.advance(Duration.ofSeconds(101));
        admission.allow(Places.of(2));
        assertThat(events).endsWith("lower admitted");
    }
}
