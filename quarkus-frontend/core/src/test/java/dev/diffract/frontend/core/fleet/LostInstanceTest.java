package dev.diffract.frontend.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.layout.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of which instances it is known that nothing is to be hoped for soon. */
class LostInstanceTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final Manifest MANIFEST = TestModels.model().manifest();
    private static final InstanceSnapshot SILENT = InstanceSnapshot.silent(A, "No answer in time.");

    private final HandClock clock = new HandClock();
    private final InstanceRegistry registry = TestFleet.of(List.of(A), clock);

    @Test
    void whereNothingOrSomethingElseIsThereNobodyWaits() {
        assertThat(lost(InstanceSnapshot.absent(A, "No connection."))).isTrue();
        assertThat(lost(InstanceSnapshot.out(A, InstanceState.MISMATCHED, "Another checkpoint.")))
                .isTrue();
        assertThat(lost(InstanceSnapshot.healthy(A, Map.of("unet", new ServedModel("sha256:other", 8, "e")))))
                .isTrue();
    }

    @Test
    void whatIsBusyOrComingIsNotLost() {
        assertThat(lost(InstanceSnapshot.pending(A))).isFalse();
        assertThat(lost(InstanceSnapshot.out(A, InstanceState.UNKNOWN, "No answer in time.")))
                .isFalse();
        assertThat(lost(InstanceSnapshot.out(A, InstanceState.UNHEALTHY, "It is not ready.")))
                .isFalse();
        assertThat(lost(InstanceSnapshot.healthy(A, TestModels.served()))).isFalse();
    }

    /** A process that is stopped, or a host that takes no packets, only lets looks time out. */
    @Test
    void whatAnswersNeitherLooksNorCallsForLongIsLost() {
        for (int look = 1; look < 5; look++) {
            assertThat(lostAfter(SILENT)).as("look %d", look).isFalse();
        }
        assertThat(lostAfter(SILENT)).isTrue();
        assertThat(lostAfter(SILENT)).isTrue();
        assertThat(registry.snapshots().get(0))
                .as("calls are taken from it as from one that is busy")
                .satisfies(snapshot -> assertThat(snapshot.isSilent()).isTrue())
                .satisfies(snapshot -> assertThat(snapshot.isGone()).isTrue());

        assertThat(lostAfter(InstanceSnapshot.healthy(A, TestModels.served()))).isFalse();
        assertThat(lostAfter(SILENT)).isFalse();
    }

    @Test
    void anAnswerToACallIsALifeSign() {
        silentFor(5);
        registry.reportAnswer(A);
        assertThat(lost(registry.snapshots().get(0))).isFalse();
        silentFor(4);
        registry.reportAnswer(A);
        silentFor(4);
        assertThat(lost(registry.snapshots().get(0))).isFalse();
        assertThat(lostAfter(SILENT)).isTrue();
    }

    @Test
    void anAnswerOfAnotherInstanceIsNone() {
        silentFor(4);
        registry.reportAnswer(new TritonInstance("b", "host:2"));
        assertThat(lostAfter(SILENT)).isTrue();
    }

    /** Connections to a host without power are refused now and then, after a while, and tried again. */
    @Test
    void whatIsAbsentBetweenLooksWithoutAnAnswerIsLostAllTheTime() {
        silentFor(4);
        assertThat(lostAfter(InstanceSnapshot.absent(A, "No connection."))).isTrue();
        assertThat(lostAfter(SILENT)).isTrue();
    }

    @Test
    void aCallThatFailsWithoutAnAnswerIsNoLifeSign() {
        silentFor(4);
        registry.reportFailure(A, new InferenceException(FailureKind.DEADLINE, "a", "unet", "no answer"));
        assertThat(lostAfter(SILENT)).isTrue();
    }

    /** One look that it answered, and that was begun before a call failed, says nothing of how it is; but it is alive. */
    @Test
    void aLookThatIsNotBelievedIsALifeSignAllTheSame() {
        silentFor(4);
        registry.reportFailure(A, new InferenceException(FailureKind.DEADLINE, "a", "unet", "no answer"));
        registry.publish(InstanceSnapshot.healthy(A, TestModels.served()), Instant.MIN);
        assertThat(lostAfter(SILENT)).isFalse();
    }

    private void silentFor(int looks) {
        for (int look = 0; look < looks; look++) {
            lostAfter(SILENT);
        }
    }

    private boolean lostAfter(InstanceSnapshot seen) {
        clock.advance(Duration.ofSeconds(1));
        registry.publish(seen, clock.instant());
        return lost(registry.snapshots().get(0));
    }

    private static boolean lost(InstanceSnapshot snapshot) {
        return snapshot.isLostFor(MANIFEST);
    }
}
