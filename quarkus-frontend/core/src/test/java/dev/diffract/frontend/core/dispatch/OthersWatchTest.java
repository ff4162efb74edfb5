package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.dispatch.policy.Others;
import dev.diffract.frontend.core.fleet.ServerCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A look each second, by what a server counts that others use. */
class OthersWatchTest {

    private static final ServerCounts NONE = new ServerCounts(0, Duration.ZERO, 0, Duration.ZERO);

    private final OthersWatch watch = new OthersWatch();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ServerCounts counts = NONE;

    @Test
    void nothingIsKnownOfOneLook() {
        counts = new ServerCounts(1000, Duration.ofSeconds(900), 1000, Duration.ofSeconds(500));
        assertThat(look()).isFalse();
        assertThat(watch.others()).isEqualTo(Others.UNKNOWN);
    }

    @Test
    void aCallWaitsForWhatIsComputedAndForWhatWaits() {
        look();
        passes(10, 200, 50); // five a second
        assertThat(waits()).as("busy all the time, and each waits").isEqualTo(0.2 + 0.05, within(1e-9));
        assertThat(watch.others().execution()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void whatIsBusyForAPartOfTheTimeIsWaitedForSoMuchLess() {
        look();
        for (int second = 0; second < 60; second++) {
            computes(2, 100, 0);
            look();
        }
        assertThat(waits()).isEqualTo(0.2 * 0.1, within(1e-9));
    }

    /** Several instances of a model on one server. */
    @Test
    void noSliceIsBusyForMoreThanAllOfTheTime() {
        look();
        computes(20, 200, 0);
        look();
        assertThat(waits()).isEqualTo(0.2, within(1e-9));
    }

    /** It is in what the answers say. */
    @Test
    void whatOthersHadWhenItAnsweredIsNotCountedTwice() {
        look();
        passes(5, 200, 0);
        answers(2);
        assertThat(waits()).isZero();
        passes(100, 200, 0);
        assertThat(waits()).isZero();
    }

    @Test
    void othersThatCameSinceAreSeen() {
        answers(2);
        passes(40, 0, 0);
        assertThat(waits()).isZero();
        passes(60, 200, 100);
        assertThat(waits()).isEqualTo(0.3, within(1e-9));
    }

    @Test
    void othersThatLeftSinceAreSeen() {
        answers(2);
        passes(40, 200, 0);
        passes(90, 0, 0);
        assertThat(waits()).isEqualTo(-0.2, within(1e-9));
    }

    /** A first answer may have been slow because it loaded something. */
    @Test
    void oneAnswerDoesNotSayItAll() {
        look();
        passes(5, 200, 0);
        answers(1);
        assertThat(waits()).isEqualTo(0.2, within(1e-9));
        answers(1);
        assertThat(waits()).isZero();
    }

    @Test
    void whatThisFrontendHasThereIsNotTakenForOthers() {
        answers(2);
        passes(40, 0, 0);
        for (int second = 0; second < 100; second++) {
            watch.begins();
            computes(5, 200, 0);
            watch.counted(Optional.of(counts), false, now);
            now = now.plusSeconds(1);
        }
        assertThat(waits()).isZero();
        passes(60, 0, 0);
        assertThat(waits()).isZero();
    }

    @Test
    void aServerThatBeginsAnewIsAsOneThatTellsNothing() {
        look();
        passes(5, 200, 0);
        counts = NONE;
        assertThat(look()).as("something changed").isTrue();
        assertThat(watch.others()).isEqualTo(Others.UNKNOWN);
        passes(5, 100, 0);
        assertThat(waits()).as("and is watched again").isEqualTo(0.1, within(1e-9));

        watch.counted(Optional.empty(), true, now);
        assertThat(watch.others()).isEqualTo(Others.UNKNOWN);
    }

    @Test
    void whereTheClockWasSetBackItBeginsAnew() {
        look();
        passes(5, 200, 0);
        now = now.minusSeconds(100);
        look();
        assertThat(watch.others()).isEqualTo(Others.UNKNOWN);
    }

    /** With each decision all that changed is looked at. */
    @Test
    void smallChangesAreNotTold() {
        look();
        passes(1, 200, 0);
        for (int second = 0; second < 100; second++) {
            computes(5, second % 2 == 0 ? 199 : 201, 0);
            assertThat(look()).isFalse();
        }
        assertThat(waits()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void aThirdMoreThanBeforeIsChance() {
        answers(2);
        passes(40, 200, 0);
        passes(70, 200, 100);
        assertThat(waits()).isZero();
        passes(70, 200, 300);
        assertThat(waits()).isEqualTo(0.3, within(1e-9));
    }

    /** So many seconds, each with calls of so many milliseconds that wait so long, as many as there is time for. */
    private void passes(int seconds, int millis, int waits) {
        for (int second = 0; second < seconds; second++) {
            computes(millis == 0 ? 0 : 1000 / millis, millis, waits);
            look();
        }
    }

    private void computes(int calls, int millis, int waits) {
        counts = new ServerCounts(
                counts.executions() + calls,
                counts.busy().plusMillis((long) calls * millis),
                counts.requests() + calls,
                counts.waited().plusMillis((long) calls * waits));
    }

    private boolean look() {
        boolean changed = watch.counted(Optional.of(counts), true, now);
        now = now.plusSeconds(1);
        return changed;
    }

    private void answers(int count) {
        for (int i = 0; i < count; i++) {
            watch.begins();
            watch.answered();
        }
    }

    private double waits() {
        return watch.others().waits();
    }
}
