package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.diffract.frontend.core.admission.QueueFullException.Bound;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much may wait, and when there is room again. A unit of cost takes all slices a second, and half of one for a single picture. */
class RoomTest extends AdmissionFixture {

    private static final Duration ALL_DAY = Duration.ofDays(1);

    /** 90 of 100 s wait: 20 are too many, 10 are not. It is drawn as fast as there is work before it. */
    @Test
    void workIsBoundedByTheTimeThatItTakesAndWhatWouldFitIsSaid() {
        Admission admission = admission(new Bounds(9, 9, caller -> 1, OffPeak.NEVER, Duration.ofSeconds(100)));
        enter(admission, "a", 1, SECOND);
        enter(admission, "a", 90, SECOND);
        QueueFullException full = refused(admission, "b", 20, SECOND);
        assertThat(full)
                .hasMessage(
                        "What waits would take all slices 90 s, and this would add 20 s: more than the 100 s that may"
                                + " wait. With 50 % of its steps, pixels or pictures it would have room.");
        assertThat(full.bound()).isEqualTo(Bound.WORK);
        assertThat(full.retryAfter()).contains(Duration.ofSeconds(10));
        enter(admission, "b", 10, SECOND);
        assertThat(refused(admission, "c", 1, SECOND)).hasMessageEndingWith("that may wait.");
        assertThat(admission.queued()).isEqualTo(2);
    }

    /** Of 100 s one caller may have half, as of the places. */
    @Test
    void noCallerTakesAllWorkThatMayWait() {
        Admission admission = admission(new Bounds(10, 5, caller -> 1, OffPeak.NEVER, Duration.ofSeconds(100)));
        enter(admission, "a", 1, SECOND);
        enter(admission, "a", 40, SECOND);
        QueueFullException full = refused(admission, "a", 20, SECOND);
        assertThat(full)
                .hasMessage(
                        "What waits of yours would take all slices 40 s, and this would add 20 s: more than the 50 s"
                                + " that may wait of one caller.");
        assertThat(full.bound()).isEqualTo(Bound.PLACES_OF_ONE);
        assertThat(full.retryAfter()).contains(Duration.ofSeconds(1));
        enter(admission, "b", 20, SECOND);
        enter(admission, "a", 10, SECOND);
        assertThat(admission.queued()).isEqualTo(3);
    }

    @Test
    void whoWaitsAloneMayBeMore() {
        Admission admission = admission(new Bounds(9, 9, caller -> 1, OffPeak.NEVER, Duration.ofSeconds(100)));
        enter(admission, "a", 1000, SECOND);
        enter(admission, "a", 1000, SECOND);
        assertThat(admission.queued()).isEqualTo(1);
    }

    @Test
    void workIsNotBoundedWhereNothingIsLearned() {
        Admission admission = admission(new Bounds(9, 9, caller -> 1, OffPeak.NEVER, Duration.ofSeconds(100)));
        for (int i = 0; i < 10; i++) {
            enter(admission, "a", 1000, Pace.UNKNOWN);
        }
        assertThat(admission.queued()).isEqualTo(9);
        QueueFullException full = refused(admission, "a", 1000, Pace.UNKNOWN);
        assertThat(full.bound()).isEqualTo(Bound.PLACES);
        assertThat(full.retryAfter()).isEmpty();
    }

    /** Those of the batch class wait for the interactive one, and not the other way round. */
    @Test
    void theBatchClassFillsNoRoomOfTheInteractiveOne() {
        Admission admission = admission(new Bounds(9, 9, caller -> 1, OffPeak.NEVER, Duration.ofSeconds(100)));
        enter(admission, "a", 1, SECOND);
        admission.enter(demand("a", Standing.BATCH, 90, ALL_DAY), SECOND, TURN);
        enter(admission, "a", 90, SECOND);
        assertThat(admission.queued()).isEqualTo(2);
        assertThatThrownBy(() -> admission.enter(demand("a", Standing.BATCH, 5, ALL_DAY), SECOND, TURN))
                .isInstanceOf(QueueFullException.class)
                .hasMessageStartingWith("What waits would take all slices 180 s");
    }

    /** Of two that share the slices one has 30 left: with as much of the other beside it that is 60 s. */
    @Test
    void aPlaceComesFreeWhenTheFirstThatIsDrawnEnds() {
        Admission admission = admission(Bounds.of(1));
        admission.allow(Places.of(2));
        Place first = enter(admission, "a", 40, SECOND);
        enter(admission, "b", 80, SECOND);
        enter(admission, "c", 500, SECOND);
        first.advance(0.25);
        assertThat(refused(admission, "d", 1, SECOND).retryAfter()).contains(Duration.ofSeconds(60));
        first.advance(0.75);
        assertThat(refused(admission, "d", 1, SECOND).retryAfter())
                .as("at least a second")
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void nothingEndsSoonerThanItsLongestPictureAloneOrLaterThanItsDeadline() {
        Admission admission = admission(Bounds.of(0));
        Pace many = new Pace(0.1, 2, 0.1);
        enter(admission, "a", 40, many);
        assertThat(refused(admission, "b", 1, many).retryAfter()).contains(Duration.ofSeconds(80));
        Admission other = admission(Bounds.of(0));
        other.enter(demand("a", Standing.USUAL, 40, Duration.ofSeconds(50)), many, TURN);
        clock.advance(Duration.ofSeconds(20));
        assertThat(refused(other, "b", 1, many).retryAfter()).contains(Duration.ofSeconds(30));
    }

    /** Of four pictures one is drawn and three wait, and then two. */
    @Test
    void aPlaceOfManyPicturesComesFreeWhenTheOneThatIsDrawnEnds() {
        Admission admission = admission(Bounds.of(2));
        Pace many = new Pace(0.1, 2, 0.1);
        Place place = admission.enter(
                new Demand(
                        "a",
                        Standing.of(Standing.USUAL),
                        4,
                        new Demand.Cost("a", 40, 10),
                        clock.instant().plus(ALL_DAY)),
                many,
                TURN);
        assertThat(refused(admission, "b", 1, many).retryAfter()).contains(Duration.ofSeconds(20));
        place.advance(0.125);
        assertThat(refused(admission, "b", 1, many).retryAfter()).contains(Duration.ofSeconds(10));
        place.advance(0.125);
        place.drawn();
        place.advance(0.1875);
        assertThat(refused(admission, "b", 1, many).retryAfter()).contains(Duration.ofSeconds(5));
    }

    /** 100 are drawn, 10 and 20 of others and the caller's 5 wait, in this order. */
    @Test
    void aPlaceOfACallersComesFreeWhenTheFirstOfItsOwnBegins() {
        Admission admission = admission(new Bounds(9, 1, caller -> 1));
        enter(admission, "x", 100, SECOND);
        enter(admission, "a", 10, SECOND);
        enter(admission, "b", 20, SECOND);
        enter(admission, "c", 5, SECOND);
        QueueFullException full = refused(admission, "c", 5, SECOND);
        assertThat(full.bound()).isEqualTo(Bound.PLACES_OF_ONE);
        assertThat(full.retryAfter()).contains(Duration.ofSeconds(130));
        assertThat(refused(admission, "a", 5, SECOND).retryAfter()).contains(Duration.ofSeconds(100));
    }

    @Test
    void whoIsGivenUpMakesRoom() {
        Admission admission = admission(Bounds.of(1));
        enter(admission, "a", 100, SECOND);
        admission.enter(demand("b", Standing.USUAL, 1, Duration.ofSeconds(7)), SECOND, TURN);
        assertThat(refused(admission, "c", 1, SECOND).retryAfter()).contains(Duration.ofSeconds(7));
    }

    /** Of one all four pictures of ten are to be drawn, two at a time, and of the other one of thirty: beside one another they take three times as long. */
    @Test
    void whoIsDoneWithAllPicturesFirstIsForeseen() {
        Admission admission = admission(Bounds.of(9));
        admission.allow(Places.of(3));
        assertThat(admission.firstOver()).as("nothing is drawn").isEmpty();
        enter(admission, "x", 1, Pace.UNKNOWN).leave(true);
        enter(admission, "a", 30, SECOND);
        assertThat(admission.firstOver()).as("alone").contains(Duration.ofSeconds(30));
        Place four = admission.enter(
                new Demand(
                        "b",
                        Standing.of(Standing.USUAL),
                        4,
                        new Demand.Cost("a", 40, 10),
                        clock.instant().plus(ALL_DAY)),
                SECOND,
                TURN);
        assertThat(admission.firstOver()).contains(Duration.ofSeconds(60));
        four.advance(0.5);
        four.drawn();
        assertThat(admission.firstOver()).contains(Duration.ofSeconds(30));
    }

    @Test
    void whatHasNoTimeIsOverAtItsDeadline() {
        Admission admission = admission(Bounds.of(9));
        admission.enter(demand("a", Standing.USUAL, 40, Duration.ofSeconds(7)), SECOND, TURN);
        assertThat(admission.firstOver()).contains(Duration.ofSeconds(7));
        admission.enter(demand("b", Standing.USUAL, 40, ALL_DAY), Pace.UNKNOWN, TURN);
        assertThat(admission.firstOver()).contains(Duration.ofSeconds(7));
    }

    @Test
    void nothingIsForeseenOfWhatIsNotLearned() {
        Admission admission = admission(Bounds.of(9));
        enter(admission, "a", 40, Pace.UNKNOWN);
        assertThat(admission.firstOver()).isEmpty();
    }

    private Admission admission(Bounds bounds) {
        return new Admission(Places.of(1), bounds, clock);
    }

    private Place enter(Admission admission, String caller, double cost, Pace pace) {
        return admission.enter(demand(caller, Standing.USUAL, cost, ALL_DAY), pace, TURN);
    }

    private QueueFullException refused(Admission admission, String caller, double cost, Pace pace) {
        return catchThrowableOfType(QueueFullException.class, () -> enter(admission, caller, cost, pace));
    }

    private Demand demand(String caller, int priority, double cost, Duration time) {
        return new Demand(
                caller,
                Standing.of(priority),
                1,
                new Demand.Cost("a", cost, cost),
                clock.instant().plus(time));
    }
}
