package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.admission.OffPeak.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffPeakTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** In the night to 29 March 2026 clocks go from 2 to 3, in that to 25 October from 3 to 2. */
    @ParameterizedTest
    @CsvSource({
        "22:00, 06:00, 2026-03-28T21:00:00Z, 7",
        "22:00, 06:00, 2026-10-24T20:00:00Z, 9",
        "22:00, 06:00, 2026-01-01T21:00:00Z, 8",
        "09:00, 17:00, 2026-03-29T07:00:00Z, 8",
        "02:30, 06:00, 2026-03-29T01:30:00Z, 2.5",
        "22:00, 02:30, 2026-03-28T21:00:00Z, 4.5",
        "01:30, 02:30, 2026-10-24T23:30:00Z, 1",
        "02:30, 06:00, 2026-10-25T00:30:00Z, 4.5",
    })
    void aWindowBeginsAndEndsByTheClockOnTheWall(LocalTime from, LocalTime to, Instant begins, double hours) {
        OffPeak window = OffPeak.of(List.of(new Window(from, to, BERLIN)));
        Instant ends = begins.plusSeconds((long) (hours * 3600));
        assertThat(window.has(begins.minusMillis(1))).isFalse();
        assertThat(window.has(begins)).isTrue();
        assertThat(window.has(ends.minusMillis(1))).isTrue();
        assertThat(window.has(ends)).isFalse();
        assertThat(window.has(begins)).as("the clock was set back").isTrue();
        assertThat(window.has(begins.minusMillis(1))).as("and further").isFalse();
    }

    @Test
    void whatWasFoundOutIsForgottenInTime() {
        List<Window> windows = List.of(
                new Window(LocalTime.of(22, 0), LocalTime.of(6, 0), BERLIN),
                new Window(LocalTime.of(12, 0), LocalTime.of(13, 0), ZoneId.of("Asia/Shanghai")));
        OffPeak kept = OffPeak.of(windows);
        Instant now = Instant.parse("2026-03-20T00:00:00Z");
        for (int quarters = 0; quarters < 4 * 24 * 14; quarters++) {
            Instant then = now.plus(Duration.ofMinutes(15L * quarters));
            assertThat(kept.has(then)).isEqualTo(OffPeak.of(windows).has(then));
        }
    }

    @Test
    void aWindowThatBeginsWhenItEndsIsNone() {
        assertThatThrownBy(() -> new Window(LocalTime.NOON, LocalTime.NOON, BERLIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** From 1 to 2 at night; it is midnight. One place, and one of each class: that of the batch class would wait for the other one. */
    @Test
    void withinAWindowTheBatchClassIsTreatedAsAnyOtherAndAfterItNotAnyMore() {
        HandClock clock = new HandClock();
        OffPeak night = OffPeak.of(List.of(new Window(LocalTime.of(1, 0), LocalTime.of(2, 0), ZoneId.of("UTC"))));
        Admission admission =
                new Admission(Places.of(1), new Bounds(9, 9, caller -> 1, night, Duration.ofDays(1)), clock);
        List<String> begun = new ArrayList<>();
        Place first = enter(admission, "first", Standing.USUAL, clock, begun);
        Place batch = enter(admission, "batch", Standing.BATCH, clock, begun);
        enter(admission, "second", Standing.USUAL, clock, begun);
        assertThat(begun).containsExactly("first");
        clock.advance(Duration.ofHours(1));
        Place third = enter(admission, "third", Standing.USUAL, clock, begun);
        first.leave(true);
        assertThat(begun).containsExactly("first", "second");
        enter(admission, "batch in time", Standing.BATCH, clock, begun);
        assertThat(admission.queued()).isEqualTo(3);
        batch.leave(false);
        third.leave(false);
        admission.allow(Places.of(2));
        assertThat(begun).containsExactly("first", "second", "batch in time");
        enter(admission, "waits", Standing.USUAL, clock, begun);
        assertThat(begun).hasSize(3);
        clock.advance(Duration.ofHours(1));
        admission.allow(Places.of(2));
        assertThat(begun).containsExactly("first", "second", "batch in time", "waits");
    }

    private static Place enter(Admission admission, String name, int priority, HandClock clock, List<String> begun) {
        Standing standing = Standing.of(priority).with(admission.offPeak());
        Demand demand = new Demand(
                name,
                standing,
                1,
                new Demand.Cost("model", 10, 10),
                clock.instant().plus(Duration.ofDays(1)));
        return admission.enter(demand, Pace.UNKNOWN, new Turn() {
            @Override
            public void begin(int pictures, Optional<Instant> doneBy) {
                begun.add(name);
            }

            @Override
            public void waits(int position, Optional<Instant> doneBy) {}
        });
    }
}
