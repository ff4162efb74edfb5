package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.EndedCall.Outcome;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of each call it is told once how it ended, and how long it took, in whatever way. A call that is answered takes a second. */
class EndedCallsTest extends LearnedTimesFixture {

    @Test
    void anAnswer() {
        steps(A, 1);
        heard.ended.clear();
        dispatch();
        clock.advance(STEP);
        assertEnded(Outcome.OK, STEP);
    }

    @Test
    void aFailureAndTheAnswerOfTheNext() {
        gateway.script(A, FakeGateway.HANG);
        heard.ended.clear();
        call(Duration.ofMinutes(10));
        clock.advance(SETTINGS.callDeadline());
        assertThat(heard.ended)
                .extracting(EndedCall::outcome, EndedCall::took)
                .containsExactly(tuple(Outcome.FAILED, SETTINGS.callDeadline()), tuple(Outcome.OK, Duration.ZERO));
    }

    @Test
    void takenBackBecauseNobodyWaits() {
        gateway.script(A, FakeGateway.HANG);
        heard.ended.clear();
        RunningCall<float[]> call = late.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read);
        clock.advance(Duration.ofMillis(300));
        call.cancel();
        assertEnded(Outcome.WITHDRAWN, Duration.ofMillis(300));
    }

    @Test
    void takenBackBecauseAnotherWasFirst() {
        gateway.script(A, FakeGateway.HANG);
        steps(B, 1);
        heard.ended.clear();
        dispatch();
        clock.advance(OVERDUE);
        clock.advance(STEP);
        assertThat(heard.ended)
                .extracting(EndedCall::outcome, EndedCall::took)
                .containsExactly(tuple(Outcome.OK, STEP), tuple(Outcome.OVERDUE, OVERDUE.plus(STEP)));
    }

    /** All that was in it is told. */
    @Test
    void takenBackBecauseTheInstanceIsGone() {
        Dispatcher joining = dispatcher(TOGETHER, Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        heard.ended.clear();
        for (int works = 0; works < 2; works++) {
            joining.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read);
        }
        clock.advance(Duration.ofMillis(300));
        publish(InstanceSnapshot.out(A, InstanceState.UNHEALTHY, "It is gone."));

        assertEnded(Outcome.MOVED, Duration.ofMillis(300));
        assertThat(heard.ended.get(0).works()).hasSize(2);
    }

    private void assertEnded(Outcome outcome, Duration took) {
        assertThat(heard.ended).singleElement().satisfies(call -> {
            assertThat(call.outcome()).isEqualTo(outcome);
            assertThat(call.took()).isEqualTo(took);
            assertThat(call.stage()).isEqualTo(Stage.STEP);
            assertThat(call.model()).isEqualTo(TestModels.UNET);
            assertThat(call.works()).extracting(Terms::label).containsOnly("g1 step 3/20");
        });
    }
}
