package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.inference.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Waiting, and being cancelled. */
class GenerationQueueTest extends GenerationFixture {

    @Test
    void timeInTheQueueCountsTowardsTheDeadline() {
        Behaviour[] full = Stream.generate(() -> FakeGateway.fail(FailureKind.OVERLOADED))
                .limit(1000)
                .toArray(Behaviour[]::new);
        gateway.script(A, full);
        gateway.script(B, full);
        start(plan(1));
        start(plan("bird", 1));
        clock.advance(Duration.ofMinutes(1));
        RunningGeneration waiting = start(plan("fish", 1));
        clock.advance(DEADLINE);
        assertThat(failure(waiting).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(admission.active()).isZero();
        assertThat(admission.queued()).isZero();
    }

    @Test
    void aCancelledGenerationLeavesTheQueueAtOnce() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        start(plan(1));
        start(plan("bird", 1));
        RunningGeneration waiting = start(plan("fish", 1));
        assertThat(heard.events).endsWith("queued at 1");
        assertThat(admission.queued()).isEqualTo(1);
        waiting.cancel();
        assertThat(failure(waiting).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(admission.queued()).isZero();
    }

    @Test
    void refusesWhatTheQueueCannotHold() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        start(plan(1));
        start(plan("bird", 1));
        start(plan("fish", 1));
        assertThatThrownBy(() -> start(plan("fly", 1)))
                .isInstanceOfSatisfying(
                        GenerationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.QUEUE_FULL));
    }

    @Test
    void theNextInTheQueueStartsWhenAPlaceIsFree() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        start(plan(1));
        start(plan("bird", 1));
        RunningGeneration waiting = start(plan("fish", 1));
        gateway.sent()
                .get(0)
                .answer()
                .complete(FakeGateway.compute(gateway.sent().get(0).call()));
        assertThat(result(waiting).images()).hasSize(1);
    }

    /** Two places: of the first generation two pictures, of the second one as soon as one of them is drawn. */
    @Test
    void picturesOfManyBeginAsOthersEnd() {
        List<FakeGateway.Sent> decodes = new ArrayList<>();
        Behaviour held = sent -> {
            if (sent.call().model().contains("decode")) {
                decodes.add(sent);
            } else {
                FakeGateway.ANSWER.act(sent);
            }
        };
        gateway.script(A, Collections.nCopies(100, held).toArray(Behaviour[]::new));
        gateway.script(B, Collections.nCopies(100, held).toArray(Behaviour[]::new));
        RunningGeneration many = start(plan(3));
        assertThat(decodes).as("pictures that have made their steps").hasSize(2);
        assertThat(admission.queued()).isEqualTo(1);
        answer(decodes.get(0));
        assertThat(decodes).hasSize(3);
        RunningGeneration next = start(plan("bird", 1));
        assertThat(heard.events).endsWith("queued at 1");
        answer(decodes.get(1));
        assertThat(decodes).as("it takes the place of the second picture").hasSize(4);
        assertThat(many.result().toCompletableFuture()).isNotDone();
        answer(decodes.get(2));
        answer(decodes.get(3));
        assertThat(result(many).images()).hasSize(3);
        assertThat(result(next).images()).hasSize(1);
        assertThat(admission.drawn()).isZero();
    }

    private static void answer(FakeGateway.Sent sent) {
        sent.answer().complete(FakeGateway.compute(sent.call()));
    }

    /** Who asks again at once must not find the queue full of what has just ended. */
    @Test
    void whoIsToldOfTheEndFindsThePlaceFree() {
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration drawn = start(plan(1));
        CompletableFuture<Integer> active = new CompletableFuture<>();
        drawn.result().whenComplete((result, failure) -> active.complete(admission.active()));
        gateway.sent()
                .get(0)
                .answer()
                .complete(FakeGateway.compute(gateway.sent().get(0).call()));
        assertThat(active).isCompletedWithValue(0);

        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        RunningGeneration cancelled = start(plan("bird", 1));
        CompletableFuture<Integer> left = new CompletableFuture<>();
        cancelled.result().whenComplete((result, failure) -> left.complete(admission.active()));
        cancelled.cancel();
        assertThat(left).isCompletedWithValue(0);
    }

    @Test
    void cancelEndsAtOnceAndTakesTheCallBack() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        int calls = gateway.sent().size();
        running.cancel();
        assertThat(failure(running).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(gateway.sent().get(calls - 1).answer()).isCancelled();
        answerLast();
        assertThat(gateway.sent()).hasSize(calls);
        assertThat(admission.active()).isZero();
    }

    @Test
    void cancelTakesTheCallsOfAllPicturesBack() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.HANG, FakeGateway.HANG);
        gateway.script(B, FakeGateway.ANSWER, FakeGateway.HANG, FakeGateway.HANG);
        admission.allow(Places.of(4));
        RunningGeneration running = start(plan(4));
        running.cancel();
        assertThat(failure(running).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(gateway.sentTo("unet"))
                .hasSize(4)
                .allSatisfy(sent -> assertThat(sent.answer()).isCancelled());
    }

    @Test
    void theDeadlineTakesTheCallBack() {
        Behaviour[] full = Stream.generate(() -> FakeGateway.fail(FailureKind.OVERLOADED))
                .limit(1000)
                .toArray(Behaviour[]::new);
        gateway.script(A, full);
        gateway.script(B, full);
        RunningGeneration running = start(plan(1));
        clock.advance(DEADLINE.minusSeconds(1));
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        clock.advance(Duration.ofSeconds(1));
        assertThat(failure(running).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(gateway.sent().get(gateway.sent().size() - 1).answer()).isCancelled();
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        clock.advance(Duration.ofSeconds(29));
        int events = heard.events.size();
        running.cancel();
        clock.advance(DEADLINE);
        assertThat(failure(running).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(heard.events).hasSize(events);
    }
}
