package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.dispatch.policy.Exact;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls at instances that looks find gone are made elsewhere, long before they would have failed. */
class LostInstancesTest extends DispatcherFixture {

    private static final Exact EXACT = new Exact(Set.of(TestModels.UNET), Optional.empty(), true);

    @ParameterizedTest
    @EnumSource(
            value = InstanceState.class,
            names = {"UNHEALTHY", "UNKNOWN", "MISMATCHED"})
    void aCallAtAnInstanceThatIsGoneIsTakenBackAndMadeElsewhere(InstanceState state) {
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = call();
        clock.advance(Duration.ofSeconds(1));
        publish(InstanceSnapshot.out(A, state, "It is gone."));
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
        assertThat(heard.events).containsExactly("a moved", "b succeeded");
        assertThat(dispatcher.statistics(A))
                .isEqualTo(new InstanceStatistics(
                        0, 0, 0, InstanceStatistics.Steps.NONE, Duration.ofSeconds(1), List.of()));
        assertThat(clock.pending()).isZero();
    }

    @Test
    void itsLateAnswerIsIgnored() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = call();
        publish(absent(A));
        gateway.sent().get(0).answer().complete(FakeGateway.compute(unet()));
        assertThat(call).isNotDone();
        gateway.sent().get(1).answer().complete(FakeGateway.compute(unet()));
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
    }

    @Test
    void whereNobodyElseCanDoItTheAnswerMayStillCome() {
        gone(B);
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = call();
        publish(absent(A));
        assertThat(gateway.sent().get(0).answer()).isNotCancelled();
        gateway.sent().get(0).answer().complete(FakeGateway.compute(unet()));
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(A));
    }

    @Test
    void itMovesAsSoonAsSomebodyElseIsBack() {
        gone(B);
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = call();
        publish(absent(A));
        clock.advance(Duration.ofSeconds(3));
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
    }

    /** A failed call says something of that call; what else is there goes on until a look says that it is gone. */
    @Test
    void aFailureElsewhereOnTheInstanceTakesNothingBack() {
        gone(B);
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        call();
        call();
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        gateway.script(B, FakeGateway.HANG);
        FakeGateway.fail(FailureKind.INTERNAL).act(gateway.sent().get(0));
        assertThat(stateOf(A)).isEqualTo(InstanceState.UNHEALTHY);
        assertThat(gateway.sent().get(1).answer()).isNotCancelled();
        publish(InstanceSnapshot.out(A, InstanceState.UNHEALTHY, "It is not ready."));
        assertThat(gateway.sent().get(1).answer()).isCancelled();
    }

    /** On a machine that is too busy to answer looks, calls that went from one to the other would never end. */
    @Test
    void fromInstancesThatAreOnlySilentItIsTakenTwiceAtMost() {
        for (TritonInstance each : List.of(A, B)) {
            gateway.script(each, FakeGateway.HANG, FakeGateway.HANG, FakeGateway.HANG);
        }
        call(Duration.ofMinutes(2));
        for (int i = 0; i < 6; i++) {
            TritonInstance has = gateway.sent().get(gateway.sent().size() - 1).instance();
            clock.advance(Duration.ofSeconds(1));
            publish(InstanceSnapshot.out(has, InstanceState.UNKNOWN, "The server does not answer in time."));
            clock.advance(Duration.ofSeconds(1));
            publish(InstanceSnapshot.healthy(has, TestModels.served()));
        }
        assertThat(gateway.instances()).containsExactly("a", "b", "a");
        assertThat(gateway.sent().get(2).answer()).isNotDone();
    }

    @Test
    void theLossIsNoAttempt() {
        gateway.script(A, hangs());
        gateway.script(B, hangs());
        CompletableFuture<Dispatched<float[]>> call = call(Duration.ofMinutes(2));
        for (int i = 0; i < 8; i++) {
            TritonInstance has = gateway.sent().get(i).instance();
            publish(absent(has));
            publish(InstanceSnapshot.healthy(has, TestModels.served()));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(call).isCompleted();
        assertThat(gateway.sent()).hasSize(9);
    }

    private static FakeGateway.Behaviour[] hangs() {
        return new FakeGateway.Behaviour[] {FakeGateway.HANG, FakeGateway.HANG, FakeGateway.HANG, FakeGateway.HANG};
    }

    @Test
    void whatSharedACallSharesTheNext() {
        Dispatcher joining = dispatcher(TOGETHER, Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> one =
                result(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        CompletableFuture<Dispatched<float[]>> other =
                result(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        publish(absent(A));
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
        assertThat(heard.events).containsExactly("a moved", "b succeeded with 2");
    }

    @Test
    void whatIsWithdrawnAtTheSameMomentIsMadeNowhere() {
        gateway.script(A, FakeGateway.HANG);
        RunningCall<float[]> call = dispatcher.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
        call.cancel();
        publish(absent(A));
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(gateway.instances()).containsExactly("a");
    }

    /** To the bit, it can only move to whoever computes alike. */
    @Test
    void whatHasToBeTheSameToTheBitWaitsForOneThatComputesAlike() {
        publish(InstanceSnapshot.healthy(A, served("2 threads")));
        publish(InstanceSnapshot.healthy(B, served("4 threads")));
        String engines = served(A, "2 threads")
                .engines(TestModels.CHECKPOINT, Set.of(TestModels.UNET))
                .orElseThrow();
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = result(dispatcher.dispatch(
                work(Duration.ofSeconds(60)).exactly(new Exact(EXACT.models(), Optional.of(engines), true)),
                DispatcherFixture::read));
        publish(absent(A));
        assertThat(gateway.instances()).containsExactly("a");
        assertThat(gateway.sent().get(0).answer()).isNotCancelled();
        publish(InstanceSnapshot.healthy(C, served("2 threads")));
        assertThat(call)
                .isCompletedWithValueMatching(
                        done -> done.instance().equals(C) && done.engines().equals(Optional.of(engines)));
    }

    private static InstanceSnapshot served(TritonInstance instance, String threads) {
        return InstanceSnapshot.healthy(instance, served(threads));
    }

    private static Map<String, ServedModel> served(String threads) {
        return TestModels.servedBy(
                new ServedModel(TestModels.CHECKPOINT, 8, "engine", Optional.of("sha256:01 " + threads)));
    }

    private static InstanceSnapshot absent(TritonInstance instance) {
        return InstanceSnapshot.absent(instance, "The server cannot be reached.");
    }
}
