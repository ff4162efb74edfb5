package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.policy.Awaited;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.Course;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReturnsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Returns returns = new Returns();

    @Test
    void whoWasAnsweredIsAwaitedUntilItComes() {
        returns.answered(step(3), NOW);
        returns.answered(step(7), NOW.plusMillis(1));
        assertThat(returns.awaited(NOW.plusMillis(2))).singleElement().satisfies(awaited -> {
            assertThat(awaited.shape()).isEqualTo(step(3).shape());
            assertThat(awaited.rows()).isEqualTo(4);
            assertThat(awaited.since()).isEqualTo(NOW);
            assertThat(awaited.until()).isEqualTo(NOW.plusMillis(4));
        });
        returns.came(step(4), NOW.plusMillis(2));
        assertThat(returns.awaited(NOW.plusMillis(2))).extracting(Awaited::rows).containsExactly(2L);
        returns.came(step(8), NOW.plusMillis(2));
        assertThat(returns.awaited(NOW.plusMillis(2))).isEmpty();
    }

    @Test
    void whoDoesNotComeIsForgotten() {
        returns.answered(step(3), NOW);
        assertThat(returns.awaited(NOW.plusMillis(4))).isEmpty();
        assertThat(returns.awaited(NOW.plusMillis(2))).isEmpty();
    }

    @Test
    void whereTheClockWasSetBackNobodyIsAwaitedForLong() {
        returns.answered(step(3), NOW);
        assertThat(returns.awaited(NOW.minusSeconds(3600))).isEmpty();
    }

    @Test
    void aPictureThatIsDoneOrBeginsIsNotMeant() {
        returns.answered(step(19), NOW);
        assertThat(returns.awaited(NOW)).isEmpty();
        returns.answered(step(3), NOW);
        returns.came(step(0), NOW);
        assertThat(returns.awaited(NOW)).hasSize(1);
    }

    @Test
    void howLongTheyTakeIsLearnedWithinBounds() {
        Instant now = NOW;
        for (int i = 0; i < 100; i++) {
            returns.answered(step(3), now);
            now = now.plusMillis(3);
            returns.came(step(4), now);
        }
        returns.answered(step(3), now);
        Awaited awaited = returns.awaited(now).get(0);
        assertThat(Duration.between(awaited.since(), awaited.until()).toMillis())
                .isBetween(11L, 12L);
        for (int i = 0; i < 100; i++) {
            returns.came(step(4), now.plusSeconds(1));
            returns.answered(step(3), now);
        }
        awaited = returns.awaited(now).get(0);
        assertThat(Duration.between(awaited.since(), awaited.until())).isEqualTo(Duration.ofMillis(20));
    }

    private static Work step(int done) {
        Terms terms = new Terms(
                Caller.ANYBODY,
                Standing.of(Standing.USUAL),
                NOW.plusSeconds(60),
                new Course(NOW, done, 20 - done),
                "a step",
                Span.NONE);
        return Work.of(DispatcherFixture.unet(2, 0), TestModels.CHECKPOINT, Stage.STEP, terms);
    }
}
