package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who fails far more often than others is let be longer and longer, and only who has answered several in a row is what it was. */
class LapsesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Lapses.All all = new Lapses.All();
    private final Lapses lapses = new Lapses(all);
    private final Lapses others = new Lapses(all);

    @Test
    void whoFailsAThirdIsLetBeFromTheFourthOn() {
        othersAnswer(32);
        for (int i = 0; i < 3; i++) {
            failsAThird(1);
            assertThat(lapses.doubtedUntil(false, NOW)).isEqualTo(Instant.MIN);
        }
        failsAThird(1);
        assertThat(lapses.doubtedUntil(false, NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(lapses.changes(NOW)).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void longerEachTimeAlthoughItAnswersBetweenUpTo32Seconds() {
        othersAnswer(32);
        failsAThird(3);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 32}) {
            failsAThird(1);
            assertThat(lapses.doubtedUntil(false, NOW)).isEqualTo(NOW.plusSeconds(seconds));
        }
    }

    @Test
    void afterThatItGetsOneCallAtATime() {
        othersAnswer(32);
        failsAThird(4);
        Instant later = NOW.plusSeconds(1);
        assertThat(lapses.doubtedUntil(false, later)).isEqualTo(Instant.MIN);
        assertThat(lapses.doubtedUntil(true, later)).isEqualTo(Instant.MAX);
        assertThat(lapses.changes(later)).as("by itself").isEqualTo(Instant.MAX);
        assertThat(lapses.isOnProbation()).isTrue();
    }

    @Test
    void itComesBackAfterEightAnswersInARowAndHasBegunAnew() {
        othersAnswer(32);
        failsAThird(4);
        answers(lapses, 7);
        lapses.failed(); // whoever is to blame
        answers(lapses, 7);
        assertThat(lapses.isOnProbation()).isTrue();
        answers(lapses, 1);
        assertThat(lapses.isOnProbation()).isFalse();
        failsAThird(3);
        assertThat(lapses.isOnProbation()).isFalse();
        failsAThird(1);
        assertThat(lapses.doubtedUntil(false, NOW)).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void fourAmongManyAreNoneOnceTheyAreLongAgo() {
        othersAnswer(32);
        for (int i = 0; i < 20; i++) {
            lapses.lapsed(NOW);
            answers(lapses, 15);
        }
        assertThat(lapses.isOnProbation()).as("two of 32 at any time").isFalse();
    }

    @Test
    void whereAllFailLikewiseNobodyIsLetBe() {
        for (int i = 0; i < 40; i++) {
            lapses.lapsed(NOW);
            others.lapsed(NOW);
            answers(lapses, 2);
            answers(others, 2 + 3);
        }
        assertThat(lapses.isOnProbation()).as("twice as often as the others").isFalse();
        assertThat(others.isOnProbation()).isFalse();
    }

    @Test
    void whoIsForgottenCountsNoMoreAmongTheOthers() {
        for (int i = 0; i < 3; i++) { // one more would be far more than there are others to compare it with
            others.lapsed(NOW);
        }
        others.forget();
        othersAnswer(1);
        failsAThird(4);
        assertThat(lapses.doubtedUntil(false, NOW)).isEqualTo(NOW.plus(Duration.ofSeconds(1)));
    }

    @Test
    void whereThereAreNoOthersNobodyIsLetBe() {
        failsAThird(20);
        assertThat(lapses.isOnProbation()).isFalse();
    }

    private void othersAnswer(int count) {
        answers(others, count);
    }

    private void failsAThird(int lapsed) {
        for (int i = 0; i < lapsed; i++) {
            answers(lapses, 2);
            lapses.lapsed(NOW);
        }
    }

    private static void answers(Lapses who, int count) {
        for (int i = 0; i < count; i++) {
            who.answered();
        }
    }
}
