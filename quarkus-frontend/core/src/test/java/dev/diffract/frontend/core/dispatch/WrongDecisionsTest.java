package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.dispatch.policy.Assignment;
import dev.diffract.frontend.core.dispatch.policy.Decision;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy that breaks the rules is a fault of this program: whoever waits is told at once, and nothing is sent or forgotten. */
class WrongDecisionsTest extends DispatcherFixture {

    private static final TritonInstance STRANGER = new TritonInstance("d", "host:4");
    private static final Duration TIME = Duration.ofSeconds(10);

    static List<Arguments> wrongPolicies() {
        return List.of(
                wrong("that does not wait: g1 step 3/20", (waiting, fleet, now) -> {
                    Assignment assignment = new Assignment(A, waiting);
                    return Decision.of(List.of(assignment, assignment));
                }),
                wrong(
                        "gave 'g1 step 3/20' to c, which is no candidate",
                        (waiting, fleet, now) -> Decision.of(List.of(new Assignment(C, waiting)))),
                wrong(
                        "gave 'g1 step 3/20' to d, which is no candidate",
                        (waiting, fleet, now) -> Decision.of(List.of(new Assignment(STRANGER, waiting)))),
                wrong(
                        "more than 1 rows in one call to b",
                        (waiting, fleet, now) -> Decision.of(List.of(new Assignment(B, waiting)))),
                wrong("which is not after now", (waiting, fleet, now) -> new Decision(List.of(), Optional.of(now))),
                wrong(
                        "which is not after now",
                        (waiting, fleet, now) -> new Decision(List.of(), Optional.of(now.minusMillis(1)))));
    }

    private static Arguments wrong(String sentence, DispatchPolicy policy) {
        return Arguments.of(sentence, policy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongPolicies")
    void everybodyWhoWaitsIsToldAndNothingIsSent(String sentence, DispatchPolicy wrong) {
        publish(InstanceSnapshot.healthy(
                B, Map.of(TestModels.UNET, new ServedModel(TestModels.CHECKPOINT, 1, "engine"))));
        Dispatcher careless = dispatcher(
                (waiting, fleet, now) ->
                        waiting.size() < 2 ? Decision.of(List.of()) : wrong.decide(waiting, fleet, now),
                Runnable::run);
        List<CompletableFuture<Dispatched<float[]>>> calls = List.of(
                dispatched(careless, work(Duration.ofSeconds(5))), dispatched(careless, work(Duration.ofSeconds(5))));
        assertThat(calls)
                .allSatisfy(call -> assertThat(call)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withCauseInstanceOf(IllegalStateException.class)
                        .withMessageContaining(sentence));
        assertThat(gateway.sent()).isEmpty();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void anInstanceWhereWorkFailedIsNoCandidateWhileThereIsAnother() {
        Dispatcher stubborn =
                dispatcher((waiting, fleet, now) -> Decision.of(List.of(new Assignment(A, waiting))), Runnable::run);
        gateway.script(
                A,
                sent -> sent.answer()
                        .completeExceptionally(
                                new InferenceException(FailureKind.INTERNAL, "a", TestModels.UNET, "told to fail")));
        CompletableFuture<Dispatched<float[]>> call = dispatched(stubborn, work(Duration.ofSeconds(5)));
        assertThat(call)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("to a, which is no candidate");
        assertThat(gateway.instances()).containsExactly("a");
    }

    @Test
    void oneCallMayBeLargerThanTheInstanceTakesWhichIsTheServersToSay() {
        publish(InstanceSnapshot.healthy(
                A, Map.of(TestModels.UNET, new ServedModel(TestModels.CHECKPOINT, 1, "engine"))));
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        assertThat(dispatched(dispatcher, work(unet(2, 1), Duration.ofSeconds(5))))
                .isCompleted();
    }

    /** At one moment one piece of work is given up, the policy breaks over another, and a third goes on waiting. */
    @Test
    void whatIsGivenUpAndWhatGoesOnWaitingDoesSoWhenThePolicyBreaks() {
        RuntimeException fault = new IllegalStateException("a policy with a fault");
        Instant breaks = clock.instant().plus(TIME);
        Dispatcher fragile = dispatcher(
                (waiting, fleet, now) -> {
                    if (now.isBefore(breaks)) {
                        return Decision.of(List.of());
                    }
                    throw fault;
                },
                Runnable::run);
        CompletableFuture<Dispatched<float[]>> ready = dispatched(fragile, work(Duration.ofSeconds(60)));
        CompletableFuture<Dispatched<float[]>> unserved = dispatched(fragile, unserved());
        clock.advance(TIME.minusSeconds(1));
        CompletableFuture<Dispatched<float[]>> later = dispatched(fragile, unserved());

        clock.advance(Duration.ofSeconds(1));
        assertThat(failure(unserved).reason()).isEqualTo(Reason.NO_INSTANCE);
        assertThat(ready.handle((value, error) -> error).join()).isSameAs(fault);
        assertThat(later).isNotDone();

        clock.advance(TIME.minusSeconds(1));
        assertThat(failure(later).reason()).isEqualTo(Reason.NO_INSTANCE);
        assertThat(clock.pending()).isZero();
    }

    private static CompletableFuture<Dispatched<float[]>> dispatched(Dispatcher to, Work work) {
        return result(to.dispatch(work, DispatcherFixture::read));
    }

    private Work unserved() {
        return Work.of(
                unet(), "sha256:another", Stage.STEP, Terms.of(clock.instant().plus(TIME), "g2 step 1/20"));
    }
}
