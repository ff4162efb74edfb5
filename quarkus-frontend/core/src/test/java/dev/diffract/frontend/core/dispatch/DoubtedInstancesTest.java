package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What hangs is let be, and tried now and then by calls that nobody waits for. */
class DoubtedInstancesTest extends LearnedTimesFixture {

    @Test
    void whatHangsGetsNothingWhileOthersCanDoItButOneCallNowAndThen() {
        gateway.script(A, Collections.nCopies(50, FakeGateway.HANG).toArray(Behaviour[]::new));
        steps(B, 400);
        for (int i = 0; i < 60; i++) {
            CompletableFuture<?> one = dispatch();
            CompletableFuture<?> other = dispatch();
            while (!one.isDone() || !other.isDone()) {
                clock.advance(Duration.ofMillis(100));
            }
        }
        assertThat(gateway.instances()).filteredOn("a"::equals).hasSizeBetween(3, 8);
        assertThat(heard.events).doesNotContain("a failed DEADLINE");
    }

    @Test
    void oneAnswerMakesItWhatItWas() {
        gateway.script(A, FakeGateway.HANG);
        steps(B, 1);
        dispatch();
        clock.advance(OVERDUE.plus(STEP).plusSeconds(1));
        steps(A, 2);
        steps(B, 2);
        gateway.sent().clear();
        dispatch();
        clock.advance(STEP);
        assertThat(gateway.instances()).as("a trial, and who does it anyway").containsExactly("a", "b");
        gateway.sent().clear();
        dispatch();
        dispatch();
        assertThat(gateway.instances()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void nobodyWaitsForATrialWhichGoesOnThoughItsWorkIsDone() {
        hangsAndIsLetBe();
        CompletableFuture<Dispatched<float[]>> call = dispatch();
        clock.advance(STEP);
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
        assertThat(gateway.instances()).containsExactly("a", "b");
        heard.events.clear();
        answer(0);
        assertThat(heard.events).containsExactly("a succeeded with 0");
        assertThat(late.statistics(A).inFlight()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aTrialThatIsNotAnsweredEndsWhenItsTimeIsOver() {
        hangsAndIsLetBe();
        dispatch();
        clock.advance(OVERDUE.plusMillis(10));
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(late.statistics(A).inFlight()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whoEndedAndCameBackIsDoubtedNoMore() {
        hangsAndIsLetBe();
        InstanceSnapshot before = InstanceSnapshot.healthy(A, TestModels.served());
        publish(InstanceSnapshot.absent(A, "Nothing is there."));
        publish(before);
        steps(B, 1);
        dispatch();
        dispatch();
        assertThat(gateway.instances())
                .as("each makes one, and none is a trial")
                .containsExactlyInAnyOrder("a", "b");
    }

    /** One of the instances, which will hang again when it is tried. */
    private void hangsAndIsLetBe() {
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        steps(B, 2);
        dispatch();
        clock.advance(OVERDUE.plus(STEP).plusSeconds(1));
        gateway.sent().clear();
    }
}
