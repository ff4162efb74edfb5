package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DispatcherTest extends DispatcherFixture {

    @Test
    void takesTheInstanceWithTheFewestCallsUnderWay() {
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        call();
        call();
        call();
        gateway.sent().get(1).answer().complete(FakeGateway.compute(unet()));
        call();
        assertThat(gateway.instances()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void equallyLoadedInstancesTakeTurns() {
        publish(InstanceSnapshot.healthy(C, TestModels.served()));
        for (int i = 0; i < 6; i++) {
            call();
        }
        assertThat(gateway.instances()).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void skipsInstancesThatAreIllOrServeSomethingElse() {
        publish(InstanceSnapshot.out(A, InstanceState.UNHEALTHY, "It is not ready."));
        publish(InstanceSnapshot.healthy(C, Map.of(TestModels.UNET, TestModels.served("sha256:another"))));
        call();
        call();
        assertThat(gateway.instances()).containsExactly("b", "b");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"NOT_FOUND", "OVERLOADED", "EXPIRED", "DEADLINE", "UNAVAILABLE", "INTERNAL"})
    void aCallThatFailedIsMadeOnAnotherInstance(FailureKind kind) {
        gateway.script(A, FakeGateway.fail(kind));
        assertThat(call()).isCompletedWithValueMatching(done -> done.instance().equals(B));
        assertThat(gateway.instances()).containsExactly("a", "b");
        assertThat(heard.events).containsExactly("a failed " + kind, "retried", "b succeeded");
        assertThat(stateOf(A))
                .isEqualTo(kind.countsAgainstInstance() ? InstanceState.UNHEALTHY : InstanceState.HEALTHY);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"INVALID", "CANCELLED"})
    void aCallThatNobodyWouldTakeIsNotMadeAgain(FailureKind kind) {
        gateway.script(A, FakeGateway.fail(kind));
        DispatchException failure = failure(call());
        assertThat(failure.reason()).isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(failure.attempts()).extracting(InferenceException::kind).containsExactly(kind);
        assertThat(gateway.instances()).containsExactly("a");
        assertThat(stateOf(A)).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void anAnswerWithoutTheOutputIsAFailureToo() {
        gateway.script(A, FakeGateway.NONSENSE);
        assertThat(call()).isCompletedWithValueMatching(done -> done.instance().equals(B));
        assertThat(heard.events).containsExactly("a failed INTERNAL", "retried", "b succeeded");
        assertThat(stateOf(A)).isEqualTo(InstanceState.UNHEALTHY);
    }

    @Test
    void noInstanceIsAskedAgainWhileAnotherIsLeft() {
        publish(InstanceSnapshot.healthy(C, TestModels.served()));
        Behaviour full = FakeGateway.fail(FailureKind.OVERLOADED);
        gateway.script(A, full);
        gateway.script(B, full);
        gateway.script(C, full);
        CompletableFuture<Dispatched<float[]>> call = call();
        assertThat(gateway.instances()).containsExactly("a", "b", "c");
        clock.advance(SETTINGS.overloadBackoff());
        assertThat(call).isCompleted();
        assertThat(gateway.instances()).containsExactly("a", "b", "c", "a");
    }

    @Test
    void givesUpAfterTheConfiguredAttempts() {
        publish(InstanceSnapshot.healthy(C, TestModels.served()));
        Behaviour broken = FakeGateway.fail(FailureKind.INTERNAL);
        gateway.script(A, broken);
        gateway.script(B, broken);
        gateway.script(C, broken);
        DispatchException failure = failure(call());
        assertThat(failure.reason()).isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(failure.attempts()).extracting(InferenceException::instance).containsExactly("a", "b", "c");
        assertThat(failure).hasMessage("A call failed: demo-01234567.unet on c: told to fail. That was attempt 3.");
    }

    @Test
    void theOnlyInstanceIsAskedAgainAfterAPauseWhenItWasFull() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        Behaviour full = FakeGateway.fail(FailureKind.OVERLOADED);
        gateway.script(A, full, full, full, full, full);
        CompletableFuture<Dispatched<float[]>> call = call();
        assertThat(gateway.sent()).hasSize(1);
        clock.advance(Duration.ofMillis(99));
        assertThat(gateway.sent()).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(gateway.sent()).hasSize(2);
        clock.advance(Duration.ofSeconds(10));
        assertThat(call).isCompleted();
        assertThat(gateway.sent()).hasSize(6);
    }

    @Test
    void anInstanceThatStaysFullCostsNoMoreThanTheDeadline() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        gateway.script(
                A,
                Stream.generate(() -> FakeGateway.fail(FailureKind.OVERLOADED))
                        .limit(1000)
                        .toArray(Behaviour[]::new));
        CompletableFuture<Dispatched<float[]>> call = call();
        clock.advance(Duration.ofSeconds(60));
        assertThat(failure(call).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aHangingInstanceLosesTheCallAtTheCallDeadlineAndItsLateAnswerIsIgnored() {
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = call();
        clock.advance(Duration.ofSeconds(29));
        assertThat(call).isNotDone();
        clock.advance(Duration.ofSeconds(1));
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
        gateway.sent().get(0).answer().complete(FakeGateway.compute(unet()));
        assertThat(heard.events).containsExactly("a failed DEADLINE", "retried", "b succeeded");
        assertThat(dispatcher.statistics(A))
                .isEqualTo(new InstanceStatistics(
                        0, 0, 1, InstanceStatistics.Steps.NONE, Duration.ofSeconds(30), List.of()));
        assertThat(stateOf(A)).isEqualTo(InstanceState.UNHEALTHY);
    }

    @Test
    void aCallCutShortByTheGenerationsDeadlineIsNotTheInstancesFault() {
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = call(Duration.ofSeconds(5));
        assertThat(gateway.sent().get(0).timeout()).isEqualTo(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        assertThat(failure(call).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(stateOf(A)).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void waitsForAnInstanceThatComesBack() {
        registry.reportFailure(A, new InferenceException(FailureKind.UNAVAILABLE, "a", TestModels.UNET, "gone"));
        registry.reportFailure(B, new InferenceException(FailureKind.UNAVAILABLE, "b", TestModels.UNET, "gone"));
        CompletableFuture<Dispatched<float[]>> call = call();
        clock.advance(Duration.ofSeconds(8));
        assertThat(call).isNotDone();
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
    }

    @Test
    void anInstanceThatFailedIsTriedAgainOnceItIsBack() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        gateway.script(A, FakeGateway.fail(FailureKind.UNAVAILABLE));
        CompletableFuture<Dispatched<float[]>> call = call();
        clock.advance(Duration.ofSeconds(2));
        assertThat(gateway.sent()).hasSize(1);
        publish(InstanceSnapshot.healthy(A, TestModels.served()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(A));
    }

    @Test
    void waitsForAnyInstanceToTheEndAndSaysSoOnce() {
        gone(A);
        gone(B);
        RunningCall<float[]> call = dispatcher.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
        clock.advance(SETTINGS.recoveryGrace().minusMillis(1));
        assertThat(call.stranded().toCompletableFuture()).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertThat(call.stranded().toCompletableFuture()).isCompleted();
        assertThat(clock.pending()).as("one alarm, for the end of its time").isEqualTo(1);
        clock.advance(Duration.ofSeconds(60).minus(SETTINGS.recoveryGrace()));
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.NO_INSTANCE);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whoComesBackAfterTheGraceIsGivenTheCall() {
        gone(A);
        gone(B);
        CompletableFuture<Dispatched<float[]>> call = call();
        clock.advance(Duration.ofSeconds(59));
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
        assertThat(clock.pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"UNAVAILABLE", "NOT_FOUND"})
    void theLossOfAnInstanceIsNoAttempt(FailureKind loss) {
        gateway.script(A, losses(loss));
        gateway.script(B, losses(loss));
        CompletableFuture<Dispatched<float[]>> call = call();
        for (int returns = 0; returns < 5; returns++) {
            clock.advance(Duration.ofSeconds(1));
            publish(InstanceSnapshot.healthy(A, TestModels.served()));
            publish(InstanceSnapshot.healthy(B, TestModels.served()));
        }
        assertThat(call).isCompleted();
        assertThat(gateway.sent()).hasSize(9);
    }

    private static Behaviour[] losses(FailureKind kind) {
        Behaviour[] all = new Behaviour[4];
        Arrays.fill(all, FakeGateway.fail(kind));
        return all;
    }

    @Test
    void doesNotWaitForInstancesThatWillNotRecoverByThemselves() {
        publish(InstanceSnapshot.out(A, InstanceState.MISMATCHED, "It serves another checkpoint."));
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        publish(InstanceSnapshot.healthy(C, Map.of()));
        assertThat(failure(call())).hasMessage("No healthy slice serves this model for the denoising.");
    }

    @Test
    void aCancelledCallIsNotMade() {
        registry.reportFailure(A, new InferenceException(FailureKind.UNAVAILABLE, "a", TestModels.UNET, "gone"));
        registry.reportFailure(B, new InferenceException(FailureKind.UNAVAILABLE, "b", TestModels.UNET, "gone"));
        RunningCall<float[]> call = dispatcher.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
        call.cancel();
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(failure(call.result().toCompletableFuture()).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(gateway.sent()).isEmpty();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void countsWhatAnInstanceDoesAndDid() {
        assertThat(dispatcher.statistics(A)).isEqualTo(InstanceStatistics.NONE);
        publish(InstanceSnapshot.out(B, InstanceState.UNKNOWN, "It cannot be reached."));
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        call();
        call();
        assertThat(dispatcher.statistics(A).inFlight()).isEqualTo(2);
        assertThat(dispatcher.statistics(A).doing()).containsExactly("g1 step 3/20", "g1 step 3/20");
        clock.advance(Duration.ofMillis(20));
        gateway.sent().get(1).answer().complete(FakeGateway.compute(unet()));
        clock.advance(Duration.ofMillis(20));
        gateway.sent().get(0).answer().complete(FakeGateway.compute(unet()));
        InstanceStatistics statistics = dispatcher.statistics(A);
        assertThat(statistics.inFlight()).isZero();
        assertThat(statistics.completed()).isEqualTo(2);
        assertThat(statistics.steps().time()).contains(Duration.ofMillis(20));
        assertThat(statistics.steps().batch()).hasValue(1);
        assertThat(statistics.busy()).isEqualTo(Duration.ofMillis(40));
    }
}
