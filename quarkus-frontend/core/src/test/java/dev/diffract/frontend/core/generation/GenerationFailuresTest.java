package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a generation when something fails. */
class GenerationFailuresTest extends GenerationFixture {

    static Stream<Behaviour> disturbances() {
        return Stream.of(
                FakeGateway.fail(FailureKind.UNAVAILABLE),
                FakeGateway.fail(FailureKind.INTERNAL),
                FakeGateway.fail(FailureKind.OVERLOADED),
                FakeGateway.fail(FailureKind.NOT_FOUND),
                FakeGateway.fail(FailureKind.DEADLINE),
                FakeGateway.NONSENSE,
                FakeGateway.HANG);
    }

    @ParameterizedTest
    @MethodSource("disturbances")
    void anInstanceThatFailsAtAnyCallLosesNothing(Behaviour disturbance) {
        byte[] undisturbed = result(start(plan(1))).images().get(0).file().bytes();
        for (int call = 0; call < 6; call++) {
            clock.advance(Duration.ofSeconds(1));
            back(A);
            Behaviour[] script = new Behaviour[call + 1];
            Arrays.fill(script, FakeGateway.ANSWER);
            script[call] = disturbance;
            gateway.script(A, script);
            RunningGeneration running = start(plan(1));
            clock.advance(Duration.ofSeconds(31));
            assertThat(result(running).images().get(0).file().bytes())
                    .as("call %d", call)
                    .isEqualTo(undisturbed);
        }
    }

    @Test
    void anInstanceThatDiesForGoodInMidImageIsReplaced() {
        byte[] undisturbed = result(start(plan(1))).images().get(0).file().bytes();
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.UNAVAILABLE));
        GeneratedImage image = result(start(plan(1))).images().get(0);
        assertThat(image.file().bytes()).isEqualTo(undisturbed);
        assertThat(gateway.instances()
                        .subList(gateway.sent().size() - 4, gateway.sent().size()))
                .containsOnly("b");
    }

    @Test
    void theOnlyInstanceMayRestartInMidImage() {
        byte[] undisturbed = result(start(plan(1))).images().get(0).file().bytes();
        registry.publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "Another model."), clock.instant());
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.UNAVAILABLE));
        RunningGeneration running = start(plan(1));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        clock.advance(Duration.ofSeconds(5));
        back(A);
        clock.advance(Duration.ofSeconds(1));
        assertThat(result(running).images().get(0).file().bytes()).isEqualTo(undisturbed);
    }

    /** Meanwhile it keeps no other generation from beginning. */
    @Test
    void everyInstanceMayBeGoneForMinutesInMidImage() {
        byte[] undisturbed = result(start(plan(1))).images().get(0).file().bytes();
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.UNAVAILABLE));
        gateway.script(B, FakeGateway.fail(FailureKind.UNAVAILABLE));
        RunningGeneration running = start(plan(1));
        clock.advance(Duration.ofMinutes(4));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        assertThat(admission.active()).isZero();
        back(B);
        assertThat(result(running).images().get(0).file().bytes()).isEqualTo(undisturbed);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void failsWhenEveryAttemptFails() {
        Behaviour broken = FakeGateway.fail(FailureKind.INTERNAL);
        gateway.script(A, broken, broken);
        gateway.script(B, broken, broken);
        RunningGeneration running = start(plan(4));
        clock.advance(Duration.ofSeconds(15));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        back(A);
        GenerationException failure = failure(running);
        assertThat(failure.reason()).isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(failure.attempts()).hasSize(3);
        assertThat(failure.getMessage()).doesNotContain("cat");
        assertThat(admission.active()).isZero();
    }

    @Test
    void oneFailedPictureEndsTheOthers() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.INVALID));
        RunningGeneration running = start(plan(3));
        assertThat(failure(running).reason()).isEqualTo(Reason.INSTANCES_FAILED);
        int calls = gateway.sent().size();
        clock.advance(DEADLINE);
        assertThat(gateway.sent()).hasSize(calls);
    }

    @Test
    void endsAtItsDeadlineEvenIfEveryInstanceStaysFull() {
        Behaviour[] full = Stream.generate(() -> FakeGateway.fail(FailureKind.OVERLOADED))
                .limit(1000)
                .toArray(Behaviour[]::new);
        gateway.script(A, full);
        gateway.script(B, full);
        RunningGeneration running = start(plan(2));
        clock.advance(DEADLINE.minusMillis(1));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertThat(failure(running).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(admission.active()).isZero();
        clock.advance(DEADLINE);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aGatewayThatBreaksEndsTheGenerationAsAFaultOfOurs() {
        gateway.script(A, FakeGateway.THROW);
        RunningGeneration running = start(plan(1));
        assertThat(failure(running).reason()).isEqualTo(Reason.INTERNAL);
        assertThat(failure(running)).hasRootCauseMessage("no channel");
        assertThat(failure(running).attempts()).isEmpty();
        assertThat(gateway.sent()).hasSize(1);
        assertThat(registry.snapshots()).extracting(InstanceSnapshot::state).containsOnly(InstanceState.HEALTHY);
        assertThat(admission.active()).isZero();
    }

    @Test
    void aListenerThatThrowsEndsTheGeneration() {
        RunningGeneration running = generateImages.start(
                "g1",
                Caller.ANYBODY,
                plan(2),
                new ProgressListener() {
                    @Override
                    public void step(StepProgress progress) {
                        throw new IllegalStateException("the client is gone");
                    }
                },
                Span.NONE);
        assertThat(failure(running)).hasRootCauseMessage("the client is gone");
        assertThat(failure(running).reason()).isEqualTo(Reason.INTERNAL);
        assertThat(admission.active()).isZero();
    }

    @Test
    void anExecutorThatTakesNothingMoreEndsTheGenerationAndFreesItsPlace() {
        GenerateImages stopped = generateImages(task -> {
            throw new RejectedExecutionException("shut down");
        });
        assertThat(failure(stopped.start("g1", Caller.ANYBODY, plan(1), heard, Span.NONE))
                        .reason())
                .isEqualTo(Reason.INTERNAL);
        assertThat(admission.active()).isZero();
    }
}
