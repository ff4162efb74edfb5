package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.dispatch.policy.Assignment;
import dev.diffract.frontend.core.dispatch.policy.Decision;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.dispatch.policy.Waiting;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What waits is woken by what happens, and by nothing else; a policy may let it wait, order it, and put it together. */
class WaitingWorkTest extends DispatcherFixture {

    /** Each instance has one call at a time, of the youngest work there is: not what any policy should do, but easy to see. */
    private static final DispatchPolicy ONE_AT_A_TIME_YOUNGEST_FIRST = (waiting, fleet, now) -> {
        List<Waiting> youngest = new ArrayList<>(waiting);
        youngest.sort(Comparator.comparingLong(Waiting::number).reversed());
        List<Assignment> assignments = new ArrayList<>();
        for (InstanceView view : fleet.instances()) {
            if (view.underWay() == 0
                    && !youngest.isEmpty()
                    && fleet.candidates(youngest.get(0)).contains(view)) {
                assignments.add(new Assignment(view.instance(), List.of(youngest.remove(0))));
            }
        }
        return Decision.of(assignments);
    };

    /** All that joins the oldest goes in one call, once there are three pieces of work. */
    private static final DispatchPolicy THREE_TOGETHER = (waiting, fleet, now) -> {
        List<Waiting> joining =
                waiting.stream().filter(other -> other.joins(waiting.get(0))).toList();
        TritonInstance first = fleet.candidates(waiting.get(0)).get(0).instance();
        if (waiting.get(0).alone()) {
            return Decision.of(List.of(new Assignment(first, List.of(waiting.get(0)))));
        }
        return joining.size() < 3 ? Decision.of(List.of()) : Decision.of(List.of(new Assignment(first, joining)));
    };

    @Test
    void aSnapshotThatIsPublishedWakesAtOnce() {
        gone(A);
        gone(B);
        CompletableFuture<Dispatched<float[]>> call = call();
        assertThat(call).isNotDone();
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        assertThat(call).isCompletedWithValueMatching(done -> done.instance().equals(B));
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whileNothingHappensNothingRuns() {
        gone(A);
        gone(B);
        call();
        call();
        call();
        assertThat(clock.pending()).as("one alarm, for the end of the grace").isEqualTo(1);
    }

    @Test
    void theEndOfACallWakes() {
        Dispatcher patient = dispatcher(ONE_AT_A_TIME_YOUNGEST_FIRST, Runnable::run);
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG, FakeGateway.HANG, FakeGateway.HANG);
        List<CompletableFuture<Dispatched<float[]>>> calls = dispatched(patient, 4);
        assertThat(gateway.instances()).containsExactly("a", "b");
        answer(0);
        assertThat(calls.get(0)).isCompleted();
        assertThat(gateway.instances()).containsExactly("a", "b", "a");
        FakeGateway.fail(FailureKind.INTERNAL).act(gateway.sent().get(1));
        assertThat(gateway.sent()).hasSize(3);
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        assertThat(gateway.sent()).hasSize(4);
    }

    @Test
    void waitingWorkIsReorderedByThePolicy() {
        Dispatcher patient = dispatcher(ONE_AT_A_TIME_YOUNGEST_FIRST, Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        List<CompletableFuture<Dispatched<float[]>>> calls = dispatched(patient, 4);
        gateway.script(A, FakeGateway.HANG);
        answer(0);
        answer(2);
        assertThat(gateway.sent()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(calls.get(3)).as("the youngest went first").isCompleted();
    }

    @Test
    void aWithdrawalMakesRoom() {
        Dispatcher patient = dispatcher(ONE_AT_A_TIME_YOUNGEST_FIRST, Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        RunningCall<float[]> first = patient.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
        List<CompletableFuture<Dispatched<float[]>>> calls = dispatched(patient, 2);
        assertThat(calls.get(1)).isNotDone();
        first.cancel();
        assertThat(calls.get(1)).isCompleted();
    }

    @Test
    void workThatNoPolicyGivesAwayEndsAtItsDeadline() {
        Dispatcher idle = dispatcher((waiting, fleet, now) -> Decision.of(List.of()), Runnable::run);
        CompletableFuture<Dispatched<float[]>> call =
                result(idle.dispatch(work(Duration.ofSeconds(5)), DispatcherFixture::read));
        clock.advance(Duration.ofSeconds(5));
        assertThat(failure(call).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aPolicyIsAskedAgainWhenItWantsToBe() {
        Instant begin = clock.instant();
        Dispatcher later = dispatcher(
                (waiting, fleet, now) -> now.isBefore(begin.plusSeconds(2))
                        ? new Decision(List.of(), Optional.of(begin.plusSeconds(2)))
                        : new LeastLoaded().decide(waiting, fleet, now),
                Runnable::run);
        CompletableFuture<Dispatched<float[]>> call =
                result(later.dispatch(work(Duration.ofSeconds(5)), DispatcherFixture::read));
        clock.advance(Duration.ofMillis(1999));
        assertThat(call).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertThat(call).isCompleted();
    }

    @Test
    void severalPiecesOfWorkGoAsOneCallAndEachGetsItsOwnRows() {
        Dispatcher joining = dispatcher(THREE_TOGETHER, Runnable::run);
        List<CompletableFuture<Dispatched<float[]>>> calls = threeOfDifferentRows(joining);
        assertThat(gateway.sent()).hasSize(1);
        assertThat(gateway.sent().get(0).call().rows()).isEqualTo(4);
        for (int i = 0; i < 3; i++) {
            int rows = i == 1 ? 2 : 1;
            float[] alone = read(FakeGateway.compute(unet(rows, i + 1)));
            assertThat(calls.get(i)).isCompletedWithValueMatching(done -> Arrays.equals(alone, done.value()));
        }
        assertThat(heard.events).containsExactly("a succeeded with 3");
        assertThat(joining.statistics(A).completed()).isEqualTo(1);
    }

    @Test
    void aSharedCallLosesOnlyTheWorkThatIsWithdrawn() {
        Dispatcher joining = dispatcher(THREE_TOGETHER, Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        RunningCall<float[]> leaving =
                joining.dispatch(work(unet(1, 9), Duration.ofSeconds(60)), DispatcherFixture::read);
        List<CompletableFuture<Dispatched<float[]>>> staying = dispatched(joining, 2);
        assertThat(joining.statistics(A).doing()).hasSize(3);
        leaving.cancel();
        assertThat(gateway.sent().get(0).answer()).isNotCancelled();
        answer(0);
        assertThat(failure(result(leaving)).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(staying).allSatisfy(call -> assertThat(call).isCompleted());
    }

    @Test
    void aSharedCallIsTakenBackWithTheLastOfItsWork() {
        Dispatcher joining = dispatcher(THREE_TOGETHER, Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        List<RunningCall<float[]>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(joining.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read));
        }
        calls.get(0).cancel();
        calls.get(1).cancel();
        assertThat(gateway.sent().get(0).answer()).isNotCancelled();
        calls.get(2).cancel();
        assertThat(gateway.sent().get(0).answer()).isCancelled();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void workThatIsLateLeavesASharedCallToTheOthers() {
        Dispatcher joining = dispatcher(THREE_TOGETHER, Runnable::run);
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> hurried =
                result(joining.dispatch(work(Duration.ofSeconds(5)), DispatcherFixture::read));
        List<CompletableFuture<Dispatched<float[]>>> others = dispatched(joining, 2);
        assertThat(gateway.sent().get(0).timeout()).isEqualTo(SETTINGS.callDeadline());
        clock.advance(Duration.ofSeconds(5));
        assertThat(failure(hurried).reason()).isEqualTo(Reason.DEADLINE);
        answer(0);
        assertThat(others).allSatisfy(call -> assertThat(call).isCompleted());
        assertThat(clock.pending()).isZero();
    }

    @Test
    void workWhoseSharedCallIsRefusedGoesAloneAndOnlyTheCulpritFails() {
        Dispatcher joining = dispatcher(THREE_TOGETHER, Runnable::run);
        gateway.script(A, FakeGateway.fail(FailureKind.INVALID), FakeGateway.fail(FailureKind.INVALID));
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        List<CompletableFuture<Dispatched<float[]>>> calls = threeOfDifferentRows(joining);
        assertThat(gateway.sent()).extracting(sent -> sent.call().rows()).containsExactly(4L, 1L, 2L, 1L);
        assertThat(failure(calls.get(0)).attempts())
                .extracting(attempt -> attempt.kind())
                .containsExactly(FailureKind.INVALID, FailureKind.INVALID);
        assertThat(calls.get(1)).isCompleted();
        assertThat(calls.get(2)).isCompleted();
    }

    @Test
    void anAnswerOfTooFewRowsIsAFailureOfTheInstance() {
        Dispatcher joining = dispatcher(THREE_TOGETHER, Runnable::run);
        gateway.script(A, sent -> sent.answer().complete(FakeGateway.compute(unet())));
        List<CompletableFuture<Dispatched<float[]>>> calls = dispatched(joining, 3);
        assertThat(heard.events).startsWith("a failed INTERNAL");
        assertThat(calls)
                .allSatisfy(call -> assertThat(call)
                        .isCompletedWithValueMatching(done -> done.instance().equals(B)));
    }

    private List<CompletableFuture<Dispatched<float[]>>> threeOfDifferentRows(Dispatcher to) {
        List<CompletableFuture<Dispatched<float[]>>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Work work = work(unet(i == 1 ? 2 : 1, i + 1), Duration.ofSeconds(60));
            calls.add(result(to.dispatch(work, DispatcherFixture::read)));
        }
        return calls;
    }

    private List<CompletableFuture<Dispatched<float[]>>> dispatched(Dispatcher to, int count) {
        List<CompletableFuture<Dispatched<float[]>>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(result(to.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read)));
        }
        return calls;
    }

    private void answer(int index) {
        FakeGateway.Sent sent = gateway.sent().get(index);
        sent.answer().complete(FakeGateway.compute(sent.call()));
    }
}
