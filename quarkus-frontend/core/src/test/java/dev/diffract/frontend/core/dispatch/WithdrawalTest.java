package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.FailureKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever goes away takes the call back from the instance. */
class WithdrawalTest extends DispatcherFixture {

    @Test
    void aCallUnderWayIsTakenBack() {
        gateway.script(A, FakeGateway.HANG);
        RunningCall<float[]> call = dispatch();
        call.cancel();
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(heard.events).containsExactly("a withdrawn");
        assertThat(dispatcher.statistics(A))
                .isEqualTo(new InstanceStatistics(0, 0, 0, InstanceStatistics.Steps.NONE, Duration.ZERO, List.of()));
        assertThat(stateOf(A)).isEqualTo(InstanceState.HEALTHY);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void anAttemptThatTakesTooLongIsTakenBack() {
        gateway.script(A, FakeGateway.HANG);
        assertThat(dispatch().result().toCompletableFuture()).isNotDone();
        clock.advance(SETTINGS.callDeadline());
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(gateway.instances()).containsExactly("a", "b");
    }

    @Test
    void atTheDeadlineTheCallIsTakenBack() {
        gateway.script(A, FakeGateway.HANG);
        RunningCall<float[]> call = dispatcher.dispatch(work(Duration.ofSeconds(5)), DispatcherFixture::read);
        clock.advance(Duration.ofSeconds(5));
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void aCallThatWaitsForTheOnlyInstanceToHaveRoomIsNotMadeAgain() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        gateway.script(A, FakeGateway.fail(FailureKind.OVERLOADED));
        RunningCall<float[]> call = dispatch();
        call.cancel();
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(failure(result(call)).attempts()).hasSize(1);
        clock.advance(Duration.ofSeconds(60));
        assertThat(gateway.sent()).hasSize(1);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void afterTheEndItChangesNothing() {
        RunningCall<float[]> call = dispatch();
        call.cancel();
        call.cancel();
        assertThat(result(call)).isCompleted();
        assertThat(gateway.sent().get(0).answer()).isNotCancelled();
        assertThat(heard.events).containsExactly("a succeeded");
    }

    @Test
    void anAnswerThatIsBeingReadIsDropped() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Dispatcher slow = dispatcher(new LeastLoaded(), tasks::add);
        RunningCall<float[]> call = slow.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
        assertThat(tasks).as("the answer waits to be read").hasSize(1);
        call.cancel();
        run(tasks);
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(slow.statistics(A).completed()).isEqualTo(1);
    }

    @Test
    void aFailureThatIsBeingToldIsNotTriedAgain() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Dispatcher slow = dispatcher(new LeastLoaded(), tasks::add);
        gateway.script(A, FakeGateway.fail(FailureKind.UNAVAILABLE));
        RunningCall<float[]> call = slow.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
        call.cancel();
        run(tasks);
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(gateway.instances()).containsExactly("a");
    }

    @Test
    void nothingButHandingOnHappensOnTheTimersThread() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        gateway.script(A, FakeGateway.fail(FailureKind.OVERLOADED), FakeGateway.HANG);
        Deque<Runnable> tasks = new ArrayDeque<>();
        Dispatcher slow = dispatcher(new LeastLoaded(), tasks::add);
        RunningCall<float[]> call = slow.dispatch(work(Duration.ofSeconds(20)), DispatcherFixture::read);
        run(tasks);
        clock.advance(SETTINGS.overloadBackoff());
        assertThat(gateway.sent()).as("not sent again by the timer").hasSize(1);
        run(tasks);
        assertThat(gateway.sent()).hasSize(2);
        clock.advance(Duration.ofSeconds(20));
        assertThat(result(call)).as("not ended by the timer").isNotDone();
        run(tasks);
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void anInstanceThatStaysFullLeavesNoEndlessListOfFailures() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        FakeGateway.Behaviour[] full = new FakeGateway.Behaviour[1000];
        Arrays.fill(full, FakeGateway.fail(FailureKind.OVERLOADED));
        gateway.script(A, full);
        RunningCall<float[]> call = dispatcher.dispatch(work(Duration.ofMinutes(5)), DispatcherFixture::read);
        clock.advance(Duration.ofMinutes(5));
        assertThat(gateway.sent()).hasSizeGreaterThan(100);
        assertThat(failure(result(call)).attempts()).hasSize(16);
    }

    private RunningCall<float[]> dispatch() {
        return dispatcher.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
    }

    private static void run(Deque<Runnable> tasks) {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }
}
