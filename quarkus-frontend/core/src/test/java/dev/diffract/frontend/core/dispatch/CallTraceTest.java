package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.policy.Assignment;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.Course;
import dev.diffract.frontend.core.dispatch.policy.Decision;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.RecordedSpans;
import dev.diffract.frontend.core.trace.RecordedSpans.Over;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a trace shows of a call: each wait and each attempt once, whatever happens at the same moment. */
class CallTraceTest extends DispatcherFixture {

    private final RecordedSpans spans = new RecordedSpans(clock);

    /** Two pieces of work go in one call. */
    private static final DispatchPolicy TWO_TOGETHER = (waiting, fleet, now) -> waiting.size() < 2
            ? Decision.of(List.of())
            : Decision.of(List.of(
                    new Assignment(fleet.candidates(waiting.get(0)).get(0).instance(), waiting)));

    @Test
    void theWaitAndTheAttemptAreTold() {
        gone(A);
        gone(B);
        dispatch(dispatcher, 2);
        clock.advance(Duration.ofSeconds(3));
        gateway.script(B, FakeGateway.HANG);
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
        clock.advance(Duration.ofSeconds(1));
        answerLast();

        assertThat(spans.over()).extracting(Over::part).containsExactly(Part.QUEUE, Part.ATTEMPT);
        assertThat(spans.over()).extracting(Over::took).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1));
        assertThat(spans.over()).extracting(Over::told).containsExactly("ok", "b ok");
        assertThat(spans.over().get(1).facts())
                .containsEntry(Fact.SLICE, "b")
                .containsEntry(Fact.BATCH, 2L)
                .containsEntry(Fact.ATTEMPT, 1L)
                .containsEntry(Fact.CAUSE, "first");
        assertThat(heard.waited).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void eachFailedAttemptNamesItsSliceAndSaysNothingInAServersWords() {
        gateway.script(A, FakeGateway.fail(FailureKind.UNAVAILABLE));
        dispatch(dispatcher, 1);

        assertThat(spans.of(Part.ATTEMPT)).extracting(Over::told).containsExactly("a unavailable", "b ok");
        assertThat(spans.of(Part.ATTEMPT).get(0).end().error())
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("unet on a").doesNotContain("told to fail"));
        assertThat(spans.of(Part.ATTEMPT))
                .extracting(over -> over.facts().get(Fact.ATTEMPT))
                .containsExactly(1L, 2L);
        assertThat(spans.of(Part.ATTEMPT))
                .extracting(over -> over.facts().get(Fact.CAUSE))
                .containsExactly("first", "failover");
        assertThat(spans.of(Part.QUEUE)).hasSize(2);
    }

    @Test
    void aCallBesideOneThatTakesTooLongIsAHedge() {
        for (int i = 0; i < 8; i++) { // that they are answered at once is learned
            dispatch(dispatcher, 1);
        }
        spans.over().clear();
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        dispatch(dispatcher, 1);
        clock.advance(Duration.ofSeconds(2));
        answerLast();

        assertThat(spans.of(Part.ATTEMPT))
                .extracting(over -> over.facts().get(Fact.CAUSE))
                .containsExactlyInAnyOrder("first", "hedge");
    }

    @Test
    void whatIsTakenBackFromASliceIsNoErrorOfIt() {
        gateway.script(A, FakeGateway.HANG);
        dispatch(dispatcher, 1).cancel();

        assertThat(spans.of(Part.ATTEMPT)).extracting(Over::told).containsExactly("a cancelled");
        assertThat(spans.of(Part.ATTEMPT).get(0).end().error()).isEmpty();
    }

    @Test
    void whatIsTakenBackFromTheQueueHasNoAttempt() {
        gone(A);
        gone(B);
        dispatch(dispatcher, 1).cancel();

        assertThat(spans.over()).extracting(Over::part).containsExactly(Part.QUEUE);
        assertThat(spans.over()).extracting(Over::told).containsExactly("cancelled");
    }

    @Test
    void whatIsGivenUpInTheQueueSaysWhy() {
        gone(A);
        gone(B);
        dispatch(dispatcher, 1);
        clock.advance(Duration.ofSeconds(60));

        assertThat(spans.over()).extracting(Over::told).containsExactly("no_instance");
        assertThat(spans.over().get(0).end().error())
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("slice"));
    }

    @Test
    void aWithdrawalWhileTheAnswerIsReadIsToldOnce() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Dispatcher slow = dispatcher(new LeastLoaded(), tasks::add);
        RunningCall<float[]> call = dispatch(slow, 1);
        call.cancel();
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }

        assertThat(spans.of(Part.ATTEMPT)).extracting(Over::told).containsExactly("a cancelled");
    }

    @Test
    void aFaultOfThisProgramIsToldWithoutItsWords() {
        dispatch(dispatcher, 1, answer -> {
            throw new IllegalStateException("words of a library");
        });

        assertThat(spans.of(Part.ATTEMPT)).extracting(Over::told).containsExactly("a internal");
        assertThat(spans.of(Part.ATTEMPT).get(0).end().error())
                .hasValueSatisfying(sentence -> assertThat(sentence).doesNotContain("words of a library"));
    }

    @Test
    void workThatGoesTogetherHasAnAttemptEach() {
        Dispatcher joining = dispatcher(TWO_TOGETHER, Runnable::run);
        dispatch(joining, 1);
        dispatch(joining, 2);

        assertThat(gateway.sent()).hasSize(1);
        assertThat(spans.of(Part.ATTEMPT)).extracting(Over::told).containsExactly("a ok", "a ok");
        assertThat(spans.of(Part.ATTEMPT))
                .extracting(over -> over.facts().get(Fact.BATCH))
                .containsOnly(3L);
    }

    private RunningCall<float[]> dispatch(Dispatcher to, int rows) {
        return dispatch(to, rows, DispatcherFixture::read);
    }

    private <T> RunningCall<T> dispatch(Dispatcher to, int rows, Function<InferenceResult, T> reader) {
        Span span = spans.request();
        Terms terms = new Terms(
                Caller.ANYBODY,
                Standing.of(Standing.USUAL),
                clock.instant().plusSeconds(60),
                new Course(clock.instant(), 2, 18),
                "g1 step 3/20",
                span);
        return to.dispatch(Work.of(unet(rows, 1), TestModels.CHECKPOINT, Stage.STEP, terms), reader);
    }

    private void answerLast() {
        FakeGateway.Sent last = gateway.sent().get(gateway.sent().size() - 1);
        last.answer().complete(FakeGateway.compute(last.call()));
    }
}
