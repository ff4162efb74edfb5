package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.dispatch.policy.Exact;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an instance that looks well takes too long for is made elsewhere, too. A call takes a second on each of two instances. */
class HedgedCallsTest extends LearnedTimesFixture {

    @Test
    void whatTakesTooLongIsMadeElsewhereAndTheFirstAnswerCounts() {
        gateway.script(A, FakeGateway.HANG);
        steps(B, 1);
        CompletableFuture<Dispatched<float[]>> call = dispatch();
        clock.advance(OVERDUE.minusMillis(1));
        assertThat(gateway.instances()).containsExactly("a");
        clock.advance(Duration.ofMillis(1));
        assertThat(gateway.instances()).containsExactly("a", "b");
        assertThat(gateway.sent().get(0).answer()).as("it may still come").isNotDone();
        clock.advance(STEP);
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(heard.events).containsExactly("a hedged", "b succeeded", "a withdrawn", "a outrun");
        assertThat(stateOf(A)).isEqualTo(InstanceState.HEALTHY);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whatWasLearnedLongAgoTellsStill() {
        clock.advance(Duration.ofMinutes(5));
        whatTakesTooLongIsMadeElsewhereAndTheFirstAnswerCounts();
    }

    @Test
    void theOneThatWasLateMayStillBeFirst() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = dispatch();
        clock.advance(OVERDUE.plusMillis(10));
        answer(0);
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(A));
        assertThat(gateway.sent().get(1).answer()).isCancelled();
        assertThat(heard.events).containsExactly("a hedged", "a succeeded", "b withdrawn");
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aHedgeThatStillWaitsIsNotMadeOnceTheAnswerIsThere() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = dispatch();
        clock.advance(Duration.ofSeconds(2));
        CompletableFuture<Dispatched<float[]>> other = dispatch();
        clock.advance(Duration.ofMillis(600));
        assertThat(heard.events).containsExactly("a hedged");
        answer(0);
        assertThat(call).isCompleted();
        answer(1);
        assertThat(other).isCompleted();
        assertThat(gateway.instances()).containsExactly("a", "b");
        assertThat(clock.pending()).isZero();
    }

    @Test
    void nothingIsHedgedOfWhichNoTimesAreLearned() {
        Dispatcher fresh = dispatcher(new LateBinding(), Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<?> call = result(fresh.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read));
        clock.advance(SETTINGS.callDeadline().minusMillis(1));
        assertThat(call).isNotDone();
        assertThat(gateway.instances()).containsExactly("a");
    }

    @Test
    void theFirstOfAllAtAnInstanceIsHedgedByWhatOthersTook() {
        Dispatcher fresh = dispatcher(new LateBinding(), Runnable::run);
        gateway.script(A);
        assertThat(result(fresh.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read)))
                .as("in no time")
                .isCompletedWithValueMatching(done -> done.instance().equals(A));
        gateway.script(B, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call =
                result(fresh.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read));
        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(gateway.instances()).containsExactly("a", "b");
        assertThat(call).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertThat(gateway.instances()).containsExactly("a", "b", "a");
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(A));
        assertThat(heard.events).contains("b hedged", "b withdrawn", "b outrun");
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whereNobodyElseCanItIsWaitedForUntilSomebodyCan() {
        gone(B);
        gateway.script(A, FakeGateway.HANG);
        steps(B, 1);
        CompletableFuture<Dispatched<float[]>> call = dispatch();
        clock.advance(Duration.ofSeconds(8));
        assertThat(gateway.instances()).containsExactly("a");
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        clock.advance(Duration.ofSeconds(2));
        assertThat(gateway.instances()).containsExactly("a", "b");
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
    }

    @Test
    void hedgesAreFew() {
        publish(InstanceSnapshot.healthy(C, TestModels.served()));
        Dispatcher many = dispatcher(new LeastLoaded(), Runnable::run);
        learn(many, 30);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (TritonInstance each : List.of(A, B, C)) {
            gateway.script(each, Collections.nCopies(50, FakeGateway.HANG).toArray(Behaviour[]::new));
        }
        gateway.sent().clear();
        for (int i = 0; i < 12; i++) {
            calls.add(result(many.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read)));
        }
        clock.advance(Duration.ofSeconds(20));
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        assertThat(gateway.sent()).hasSize(12 + 4);
        assertThat(heard.events).filteredOn("a hedged"::equals).hasSizeLessThanOrEqualTo(4);
    }

    private void learn(Dispatcher dispatcher, int calls) {
        for (int i = 0; i < calls; i++) {
            for (TritonInstance each : List.of(A, B, C)) {
                steps(each, 1);
            }
            dispatcher.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read);
            clock.advance(STEP);
        }
    }

    /** It is one attempt as any other: the work ends by neither, but waits on for the one that is left. */
    @Test
    void aHedgeThatFailsLeavesTheOther() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.fail(FailureKind.INTERNAL));
        CompletableFuture<Dispatched<float[]>> call = dispatch();
        clock.advance(OVERDUE);
        assertThat(heard.events).containsExactly("a hedged", "b failed INTERNAL");
        assertThat(call).isNotDone();
        answer(0);
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(A));
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whoGoesAwayTakesBothBack() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        RunningCall<float[]> call = late.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read);
        clock.advance(OVERDUE);
        call.cancel();
        assertThat(failure(result(call)).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(gateway.sent())
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent.answer()).isCancelled());
        assertThat(clock.pending()).isZero();
    }

    @Test
    void theDeadlineEndsBoth() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        CompletableFuture<?> call = result(late.dispatch(work(Duration.ofSeconds(5)), DispatcherFixture::read));
        clock.advance(Duration.ofSeconds(5));
        assertThat(failure(call).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(gateway.sent())
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent.answer()).isCancelled());
        assertThat(clock.pending()).isZero();
    }

    @Test
    void onceTheInstanceIsGivenUpTheLateCallIsTakenBack() {
        gone(B);
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = dispatch();
        clock.advance(Duration.ofSeconds(4));
        gone(A);
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
    }

    /** A call that was taken back is computed all the same: what comes after it is not late because of that. */
    @Test
    void whatStandsBehindACallThatWasTakenBackIsGivenTheTimeOfBoth() {
        gone(B);
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        late.dispatch(work(Duration.ofMinutes(10)), DispatcherFixture::read).cancel();
        dispatch();
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        clock.advance(OVERDUE.plus(STEP).minusMillis(1));
        assertThat(heard.events).containsExactly("a withdrawn");
        clock.advance(Duration.ofMillis(1));
        assertThat(heard.events).contains("a hedged");
    }

    /** To the bit: only by one that computes alike. */
    @Test
    void whatHasToBeTheSameToTheBitIsHedgedByOneThatComputesAlike() {
        publish(InstanceSnapshot.healthy(A, served("2 threads")));
        publish(InstanceSnapshot.healthy(B, served("4 threads")));
        Optional<String> engines = InstanceSnapshot.healthy(A, served("2 threads"))
                .engines(TestModels.CHECKPOINT, Set.of(TestModels.UNET));
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> call = result(late.dispatch(
                work(Duration.ofMinutes(10)).exactly(new Exact(Set.of(TestModels.UNET), engines, true)),
                DispatcherFixture::read));
        clock.advance(Duration.ofSeconds(20));
        assertThat(gateway.instances()).containsExactly("a");
        publish(InstanceSnapshot.healthy(C, served("2 threads")));
        clock.advance(Duration.ofSeconds(1));
        assertThat(gateway.instances()).containsExactly("a", "c");
        assertThat(call)
                .isCompletedWithValueMatching(
                        done -> done.instance().equals(C) && done.engines().equals(engines));
    }

    private static Map<String, ServedModel> served(String threads) {
        return TestModels.servedBy(
                new ServedModel(TestModels.CHECKPOINT, 8, "engine", Optional.of("sha256:01 " + threads)));
    }
}
