package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever is refused leaves nothing behind, however many they are. */
class RefusedAreForgottenTest extends AdmissionFixture {

    private static final int WAITING = 5;

    private int refused;

    @Test
    void forWantOfRoom() {
        Admission admission = new Admission(Places.of(1), new Bounds(WAITING, WAITING, caller -> 1), clock);
        ask(admission, 10_000, Duration.ofDays(1));
        assertThat(refused).isEqualTo(10_000 - WAITING - 1);
        assertThat(admission.remembered()).isEqualTo(WAITING + 1);
    }

    /** Ten have ended, so that it is known that what waits behind more than so many is late. */
    @Test
    void forWantOfTime() {
        Admission admission = new Admission(Places.of(1), Bounds.of(100), clock);
        for (int i = 0; i < 10; i++) {
            Place place = admission.enter(demand("early " + i, Duration.ofDays(1)), SECOND, TURN);
            clock.advance(Duration.ofSeconds(150));
            place.leave(true);
        }
        ask(admission, 10_000, Duration.ofSeconds(200));
        assertThat(refused).isGreaterThan(9_900);
        assertThat(admission.remembered()).isEqualTo(admission.queued() + admission.active());
    }

    private void ask(Admission admission, int times, Duration time) {
        for (int i = 0; i < times; i++) {
            try {
                admission.enter(demand("caller " + i, time), SECOND, TURN);
            } catch (QueueFullException full) {
                refused++;
            }
        }
    }

    private Demand demand(String caller, Duration time) {
        return new Demand(
                caller,
                Standing.of(Standing.USUAL),
                1,
                new Demand.Cost("a", 100, 100),
                clock.instant().plus(time));
    }
}
