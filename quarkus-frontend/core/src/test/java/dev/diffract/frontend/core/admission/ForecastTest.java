package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A unit of cost takes all together a second, and two seconds for a single picture. */
class ForecastTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pace PACE = new Pace(1, 2, 1);

    @Test
    void aPictureAloneTakesItsOwnTime() {
        assertThat(likely(List.of(), asker(10, NOW))).isEqualTo(10 + 20);
    }

    @Test
    void whatIsToBeDoneFirstIsBeforeItInFull() {
        assertThat(likely(List.of(asker(8, NOW)), asker(10, NOW))).isEqualTo(8 + 30);
        assertThat(likely(List.of(asker(50, NOW.minusSeconds(641))), asker(10, NOW)))
                .isEqualTo(50 + 30);
    }

    @Test
    void ofWhatHasMoreTimeHalfAsManyStepsAreMadeMeanwhile() {
        assertThat(likely(List.of(asker(50, NOW)), asker(10, NOW))).isEqualTo(5 + 30);
        Asker nearlyDone = asker(50, NOW);
        nearlyDone.advance(0.98);
        assertThat(likely(List.of(nearlyDone), asker(10, NOW))).isEqualTo(1 + 30);
    }

    /** Four places: with itself the three last ones of six are under way. */
    @Test
    void whoMustHaveEndedBeforeItBeginsIsBeforeItInFull() {
        assertThat(likely(Stream.generate(() -> asker(50, NOW)).limit(6).toList(), asker(10, NOW)))
                .isEqualTo(3 * 50 + 3 * 5 + 30);
    }

    @Test
    void whatIsDrawnByOthersIsNotInItsWay() {
        Asker elsewhere = new Asker(demand("another", 50), PACE, new Silent(), NOW);
        assertThat(likely(List.of(elsewhere), asker(10, NOW))).isEqualTo(30);
    }

    /** One of sixteen is drawn; of the others one more goes before it, and of its own caller's all. */
    @Test
    void picturesOfOthersTakeTurnsWithIts() {
        Demand many = demand("model", 16, 10);
        Asker own = new Asker(many, PACE, new Silent(), NOW);
        Asker others = new Asker(
                new Demand("other", many.standing(), 16, many.cost(), many.deadline()), PACE, new Silent(), NOW);
        List.of(own, others).forEach(Asker::begins);
        assertThat(likely(List.of(others), asker(10, NOW))).isEqualTo(10 + 10 + 30);
        assertThat(likely(List.of(own), asker(10, NOW))).isEqualTo(16 * 10 + 30);
    }

    /** Four of single pictures are as much as four of sixteen each, of whom one is left. */
    @Test
    void thePicturesThatAreLeftOfManyAreAsLargeAsOthers() {
        List<Asker> single = Stream.generate(() -> asker(10, NOW)).limit(4).toList();
        List<Asker> last = Stream.generate(() -> new Asker(demand("model", 16, 10), PACE, new Silent(), NOW))
                .limit(4)
                .toList();
        last.forEach(asker -> asker.advance(0.9375));
        assertThat(new Forecast(single, asker(10, NOW), PACE, NOW).atLeast(4, 1))
                .isZero();
        assertThat(new Forecast(last, asker(10, NOW), PACE, NOW).atLeast(4, 1)).isZero();
    }

    private static double likely(List<Asker> before, Asker asker) {
        return new Forecast(before, asker, PACE, NOW).likely(4);
    }

    private static Asker asker(double cost, Instant entered) {
        return new Asker(demand("model", cost), PACE, new Silent(), entered);
    }

    private static Demand demand(String resource, double cost) {
        return demand(resource, 1, cost);
    }

    private static Demand demand(String resource, int pictures, double cost) {
        return new Demand(
                "somebody",
                Standing.of(Standing.USUAL),
                pictures,
                new Demand.Cost(resource, pictures * cost, cost),
                NOW.plus(Duration.ofDays(1)));
    }

    private record Silent() implements Turn {

        @Override
        public void begin(int pictures, Optional<Instant> doneBy) {}

        @Override
        public void waits(int position, Optional<Instant> doneBy) {}
    }
}
