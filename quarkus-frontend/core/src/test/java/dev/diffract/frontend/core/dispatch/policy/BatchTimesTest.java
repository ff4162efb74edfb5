package dev.diffract.frontend.core.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchTimesTest {

    private static final Instant NOW = DispatchPolicyKit.NOW;

    @Test
    void oneSizeTellsOfTheOthersByTheUsualGrowth() {
        BatchTimes times = BatchTimes.NONE.with(2, 1.6, NOW);
        assertThat(times.expected(2)).isEqualTo(1.6);
        assertThat(times.expected(1)).isEqualTo(1, within(1e-12));
        assertThat(times.expected(4)).isEqualTo(2.8, within(1e-12));
    }

    @Test
    void whatLiesBetweenTwoSizesIsDrawnBetweenThem() {
        BatchTimes times = BatchTimes.NONE.with(2, 2, NOW).with(6, 4, NOW);
        assertThat(times.expected(4)).isEqualTo(3, within(1e-12));
        assertThat(times.expected(8)).isEqualTo(5, within(1e-12));
        assertThat(times.expected(1)).isEqualTo(1.5, within(1e-12));
    }

    /** A batch that was slow for another reason is no promise that larger ones are quick. */
    @Test
    void moreRowsNeverTakeLess() {
        BatchTimes times = BatchTimes.NONE.with(2, 4, NOW).with(4, 3, NOW);
        assertThat(times.expected(8)).isEqualTo(3);
    }

    /** A first call that loads what the others find loaded, and hiccups. */
    @Test
    void oneSlowAnswerSaysNothing() {
        BatchTimes times = BatchTimes.NONE.with(1, 9, NOW).with(1, 1, NOW).with(1, 1.2, NOW);
        assertThat(times.expected(1)).isEqualTo(1.2);
        assertThat(times.with(1, 30, NOW).expected(1)).isEqualTo(1.2);
    }

    /** Somebody else uses the card now: that is known of all sizes after two answers to any. */
    @Test
    void whatHasChangedMuchIsKnownOfAllSizes() {
        BatchTimes times = BatchTimes.NONE
                .with(1, 1, NOW)
                .with(1, 1, NOW)
                .with(4, 2.8, NOW)
                .with(4, 2.8, NOW);
        BatchTimes once = times.with(1, 4, NOW);
        assertThat(once.expected(4)).isEqualTo(2.8);
        BatchTimes slow = once.with(4, 10, NOW);
        assertThat(slow.expected(1)).isGreaterThan(3.5);
        assertThat(slow.expected(4)).isEqualTo(10, within(0.01));
        BatchTimes again = slow.with(4, 2.8, NOW).with(1, 1, NOW);
        assertThat(again.expected(4)).isEqualTo(2.8, within(0.01));
        assertThat(again.expected(1)).isEqualTo(1, within(0.3));
    }

    /** Quick calls on a busy machine. */
    @Test
    void someMillisecondsAreNoChange() {
        BatchTimes times =
                BatchTimes.NONE.with(1, 0.003, NOW).with(1, 0.003, NOW).with(4, 0.004, NOW);
        assertThat(times.with(1, 0.007, NOW).with(1, 0.007, NOW).expected(4)).isEqualTo(0.004);
    }

    @Test
    void whatHasChangedIsKnownAfterThreeAnswers() {
        BatchTimes times = BatchTimes.NONE;
        for (int i = 0; i < 50; i++) {
            times = times.with(1, 1, NOW.plusSeconds(i));
        }
        for (int i = 0; i < 3; i++) {
            times = times.with(1, 20, NOW.plusSeconds(50 + i));
        }
        assertThat(times.expected(1)).isEqualTo(20);
    }

    @Test
    void answersCountInFullForAMinuteAndTenOfTheirCallsAndThenLess() {
        BatchTimes times = BatchTimes.NONE.with(1, 1, NOW).with(2, 2, NOW.plusSeconds(10));
        assertThat(times.weight(NOW.plusSeconds(10 + 60 + 20))).isEqualTo(1);
        assertThat(times.weight(NOW.plusSeconds(10 + 60 + 21))).isLessThan(1);
        assertThat(times.weight(NOW.plusSeconds(10 + 60 + 20 + 600))).isEqualTo(0.25);
    }

    @Test
    void whatManyRowsTakeIsDrawnAsWhatAFewTake() {
        BatchTimes times = BatchTimes.NONE.with(2, 1, NOW).with(6, 2, NOW);
        for (long rows = 2; rows <= 30; rows++) {
            assertThat(times.expected(rows)).isEqualTo(1 + (rows - 2) / 4.0, within(1e-9));
        }
        assertThat(times.expected(1)).isEqualTo(0.75);
    }
}
