package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.TestRequests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several listeners of one generation. */
class FollowersTest extends GenerationFixture {

    private static final GenerationRequest.Builder REQUEST = TestRequests.small();

    private final Heard late = new Heard();

    @Test
    void whoFollowsFromTheBeginningHearsWhatTheOwnerHears() {
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration running = start(plan(2));
        running.follow(late);
        answerLast();
        assertThat(result(running).images()).hasSize(2);
        assertThat(late.events).isEqualTo(heard.events).contains("image 0", "image 1");
    }

    @Test
    void whoComesLateIsToldHowThingsStandAndThenWhatHappens() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.HANG);
        RunningGeneration running = start(TestPlans.of(REQUEST.previews(1L).build()));
        running.follow(late);
        assertThat(late.events).containsExactly("started", "0: 2/4 on b", "0: preview 2 of 8x16");
        answerLast();
        assertThat(result(running).images()).hasSize(1);
        assertThat(late.events)
                .containsExactly(
                        "started",
                        "0: 2/4 on b",
                        "0: preview 2 of 8x16",
                        "0: 3/4 on a",
                        "0: preview 3 of 8x16",
                        "0: 4/4 on b",
                        "image 0");
    }

    @Test
    void whoComesAfterTheEndIsToldHowItEnded() {
        start(plan(2)).follow(late);
        assertThat(late.events).hasSize(5).startsWith("started").endsWith("image 1", "image 0");
        assertThat(late.events.subList(1, 3)).allMatch(event -> event.matches("[01]: 8/8 on [ab]"));
    }

    @Test
    void aPlaceInTheQueueIsForgottenOnceDrawingBegins() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        RunningGeneration first = start(plan(1));
        start(plan("bird", 1));
        RunningGeneration waiting = start(plan("fish", 1));
        waiting.follow(late);
        assertThat(late.events).containsExactly("queued at 1");
        first.cancel();
        gateway.sent()
                .get(0)
                .answer()
                .complete(FakeGateway.compute(gateway.sent().get(0).call()));
        assertThat(late.events).startsWith("queued at 1", "started").endsWith("image 0");
        Heard later = new Heard();
        waiting.follow(later);
        assertThat(later.events).startsWith("started").doesNotContain("queued at 1");
    }

    @Test
    void whoStopsHearsNothingMoreAndDisturbsNobody() {
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        Following following = running.follow(late);
        Heard other = new Heard();
        running.follow(other);
        following.stop();
        following.stop();
        answerLast();
        assertThat(late.events).containsExactly("started");
        assertThat(other.events).isEqualTo(heard.events).endsWith("image 0");
    }

    @Test
    void aFollowerThatThrowsIsLeftOutAndThePictureIsDrawn() {
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        List<String> told = late.events;
        running.follow(new ProgressListener() {
            @Override
            public void started(GenerationPlan plan, Optional<Instant> doneBy) {
                told.add("started");
            }

            @Override
            public void step(StepProgress progress) {
                told.add("step");
                throw new IllegalStateException("gone");
            }
        });
        answerLast();
        assertThat(result(running).images()).hasSize(1);
        assertThat(told).containsExactly("started", "step");
    }

    @Test
    void nothingNewIsToldAfterTheEnd() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        running.follow(late);
        running.cancel();
        clock.advance(DEADLINE);
        int told = late.events.size();
        answerLast();
        assertThat(failure(running).reason()).isEqualTo(GenerationException.Reason.CANCELLED);
        assertThat(late.events).hasSize(told);
    }
}
