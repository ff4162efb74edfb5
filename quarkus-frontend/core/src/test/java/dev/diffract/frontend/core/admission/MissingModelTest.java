package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.diffract.frontend.core.admission.QueueFullException.Bound;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Model "b" is nowhere: what waits for it takes nothing from who wants "a". A unit of cost takes all slices a second. */
class MissingModelTest extends AdmissionFixture {

    private static final Places MISSING = new Places(1, Map.of(), Set.of("b"));

    @Test
    void itTakesNoPlaceFromAnother() {
        Admission admission = admission(Bounds.of(9));
        enter(admission, "x", "b");
        enter(admission, "x", "b");
        enter(admission, "y", "a");
        assertThat(admission.drawn()).as("one of each").isEqualTo(2);
        assertThat(admission.queued()).isEqualTo(1);
    }

    @Test
    void itFillsNoQueueOfAnothers() {
        Admission admission = admission(Bounds.of(2));
        for (int i = 0; i < 3; i++) {
            enter(admission, "x", "b");
        }
        assertThat(refused(admission, "x", "b"))
                .hasMessage(
                        "Pictures that wait: 2 of the 2 that may, and this would add 1; pictures that are drawn: 1.");
        for (int i = 0; i < 3; i++) {
            enter(admission, "x", "a");
        }
        assertThat(refused(admission, "x", "a").bound()).isEqualTo(Bound.PLACES);
    }

    @Test
    void itTakesNothingOfWhatMayWaitOfOneCaller() {
        Admission admission = admission(new Bounds(9, 1, caller -> 1));
        for (String model : new String[] {"b", "a"}) {
            enter(admission, "x", model);
            enter(admission, "x", model);
            assertThat(refused(admission, "x", model).bound()).isEqualTo(Bound.PLACES_OF_ONE);
        }
    }

    @Test
    void itsWorkIsNoWorkForTheOthers() {
        Admission admission = admission(new Bounds(9, 9, caller -> 1, OffPeak.NEVER, Duration.ofSeconds(100)));
        for (int i = 0; i < 10; i++) {
            enter(admission, "x", "b");
        }
        for (int i = 0; i < 10; i++) {
            enter(admission, "y", "a");
        }
        assertThat(admission.queued()).isEqualTo(18);
    }

    /** It is not drawn, however fast it was. */
    @Test
    void nothingIsForeseenOfIt() {
        Admission admission = admission(Bounds.of(0));
        enter(admission, "x", "b");
        enter(admission, "y", "a");
        assertThat(refused(admission, "x", "b").retryAfter()).isEmpty();
        assertThat(refused(admission, "x", "a").retryAfter()).contains(Duration.ofSeconds(10));
    }

    @Test
    void onceItIsBackItIsInTheirWayAgain() {
        Admission admission = admission(Bounds.of(2));
        for (int i = 0; i < 3; i++) {
            enter(admission, "x", "b");
        }
        Place place = enter(admission, "y", "a");
        admission.allow(Places.of(1));
        assertThat(refused(admission, "y", "a").bound()).isEqualTo(Bound.PLACES);
        place.leave(true);
        assertThat(admission.drawn()).as("what is drawn goes on").isEqualTo(1);
        assertThat(admission.queued()).isEqualTo(2);
    }

    private Admission admission(Bounds bounds) {
        return new Admission(MISSING, bounds, clock);
    }

    private Place enter(Admission admission, String caller, String model) {
        return admission.enter(
                new Demand(
                        caller,
                        Standing.of(Standing.USUAL),
                        1,
                        new Demand.Cost(model, 10, 10),
                        clock.instant().plus(Duration.ofDays(1))),
                SECOND,
                TURN);
    }

    private QueueFullException refused(Admission admission, String caller, String model) {
        return catchThrowableOfType(QueueFullException.class, () -> enter(admission, caller, model));
    }
}
