package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A day over a thousand unequal slices which go and come back, in virtual time: nothing that was accepted is lost or waits for ever. See
 * {@code docs/dispatch.md}.
 */
class DayTest {

    private static final int SLICES = 1000;
    private static final int PICTURES = Integer.getInteger("day.pictures", 1000);

    /** The longest that a picture may take; seconds. Alone on the slowest slice one takes 200. */
    private static final double MOST = 600;

    @Test
    void whatIsAcceptedEndsAndNobodyWaitsForEver() {
        long begun = System.nanoTime();
        Day day = new Day(SLICES, 1);
        day.run(PICTURES);
        System.out.printf(
                "a day over %d slices: %d pictures, %d steps, %d lost calls, %.5f of the slices' time, the longest %.1f s; took %.1f s%n",
                SLICES,
                day.ended(),
                day.steps(),
                day.lostCalls(),
                day.utilisation(),
                day.longest(),
                (System.nanoTime() - begun) / 1e9);
        assertThat(day.ended()).as("each ends once").isEqualTo(PICTURES);
        assertThat(day.lostCalls()).as("calls that went with their slice").isPositive();
        assertThat(day.longest()).as("seconds of the longest").isLessThanOrEqualTo(MOST);
        assertThat(day.left()).as("at the door and under way").isZero();
    }
}
