package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The figures of {@code docs/dispatch.md} of a frontend that meets slices that others keep busy, which its own answers do not say yet, or no longer: what
 * a picture of twenty steps takes, in times of what it takes alone on the fastest slice. See {@link Figures}.
 */
class OthersFiguresTest {

    private static final double STEP = 0.06;

    private static final List<Double> ALIKE = Collections.nCopies(8, STEP);

    /** Of eight slices that are alike. */
    private static final int BUSY = 6;

    private static final List<Double> UNEQUAL = List.of(0.24, 0.12, 0.08, 0.036);
    private static final int FASTEST = 3;

    private static final Duration WHILE = Duration.ofSeconds(40);

    /** By what the frontend would need if it did not look. */
    private static final double GOAL = 0.75;

    /** One picture. */
    private interface Run {
        double latency(long seed, boolean looks);
    }

    @Test
    void theFirstPictureOfAFrontendThatHasJustStarted() {
        told("just started, others keep 6 of 8 slices busy: latency / alone", (seed, looks) -> {
            SharedSlices slices = new SharedSlices(seed, ALIKE, looks);
            keepBusy(slices);
            slices.pass(Duration.ofSeconds(5));
            return slices.draw() / SharedSlices.alone(STEP);
        });
    }

    @Test
    void theFirstPictureAfterAPauseInWhichOthersCame() {
        told("after a pause in which others came to 6 of 8 slices: latency / alone", (seed, looks) -> {
            SharedSlices slices = new SharedSlices(seed, ALIKE, looks);
            for (int i = 0; i < 10; i++) {
                slices.draw();
            }
            slices.pass(WHILE);
            keepBusy(slices);
            slices.pass(WHILE);
            return slices.draw() / SharedSlices.alone(STEP);
        });
    }

    @Test
    void whatOthersHaveLeftIsFoundAgain() {
        told("others left the fastest of 4 slices, the two minutes after: mean latency / alone", (seed, looks) -> {
            SharedSlices slices = new SharedSlices(seed, UNEQUAL, looks);
            slices.others(FASTEST);
            for (int i = 0; i < 10; i++) {
                slices.draw();
            }
            slices.leave();
            Instant end = slices.now().plusSeconds(120);
            double sum = 0;
            int count = 0;
            for (; slices.now().isBefore(end); count++) {
                sum += slices.draw();
            }
            return sum / count / SharedSlices.alone(UNEQUAL.get(FASTEST));
        });
    }

    private static void keepBusy(SharedSlices slices) {
        for (int slice = 0; slice < BUSY; slice++) {
            slices.others(slice);
        }
    }

    private static void told(String figure, Run run) {
        double without = Figures.median(Figures.seeds(seed -> run.latency(seed, false)), ratio -> ratio);
        double with = Figures.median(Figures.seeds(seed -> run.latency(seed, true)), ratio -> ratio);
        Figures.told(figure + ", without looks", without);
        assertThat(Figures.told(figure, with)).isLessThanOrEqualTo(GOAL * without);
    }
}
