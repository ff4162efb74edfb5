package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A day over a thousand unequal slices which go and come back, in virtual time: nothing that was accepted is lost or waits for ever. See
 * {@code docs/dispatch.md}.
 */
class DayTest {

    private static final int SLICES = 1000;
    private static final int PICTURES = Integer.getInteger("day.pictures", 5000);

    /** The longest that a picture may take; seconds. Alone on the slowest slice one takes 200. */
    private static final double MOST = 600;

    @Test
    void whatIsAcceptedEndsAndNobodyWaitsForEver() {
        long begun = System.nanoTime();
        Day day = new Day(SLICES, 1);
        day.run(PICTURES);
        Figures.told("a day over 1,000 slices: steps", day.steps());
        Figures.told("a day over 1,000 slices: calls that went with their slice", day.lostCalls());
        Figures.told("a day over 1,000 slices: part of the slices' time", day.utilisation());
        Figures.told("a day over 1,000 slices: seconds of the longest picture", day.longest());
        Figures.told("a day over 1,000 slices: seconds that it took", (System.nanoTime() - begun) / 1e9);
        assertThat(day.ended()).as("each ends once").isEqualTo(PICTURES);
        assertThat(day.lostCalls()).as("calls that went with their slice").isPositive();
        assertThat(day.longest()).as("seconds of the longest").isLessThanOrEqualTo(MOST);
        assertThat(day.left()).as("at the door and under way").isZero();
    }
}
