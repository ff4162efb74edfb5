package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An instance that fails a third of its calls, which others do well, although looks find it well. */
class FailingInstancesTest extends LearnedTimesFixture {

    private final Behaviour step = sent -> clock.schedule(STEP, () -> FakeGateway.ANSWER.act(sent));

    @Test
    void getsFewCallsThoughItAnswersBetween() {
        failsAThird(FailureKind.INTERNAL);
        steps(B, 400);
        for (int i = 0; i < 60; i++) {
            round(2);
        }
        assertThat(gateway.instances())
                .filteredOn("a"::equals)
                .as("of 120 calls or more")
                .hasSizeLessThan(45);
        assertThat(heard.events).filteredOn("a failed INTERNAL"::equals).hasSizeBetween(5, 15);
    }

    @Test
    void isWhatItWasOnceItHasAnsweredEightInARow() {
        failsAThird(FailureKind.INTERNAL);
        steps(B, 400);
        while (heard.events.stream().filter("a failed INTERNAL"::equals).count() < 4) {
            round(2);
        }
        steps(A, 400);
        gateway.sent().clear();
        round(2);
        assertThat(gateway.instances()).as("it is let be").containsExactly("b", "b");
        for (int i = 0; i < 20; i++) {
            round(2);
        }
        gateway.sent().clear();
        round(2);
        assertThat(gateway.instances()).as("one each").containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void callsThatFailEverywhereLetNobodyBe() {
        for (int i = 0; i < 10; i++) {
            gateway.script(A, failures(2, FailureKind.INTERNAL));
            gateway.script(B, failures(1, FailureKind.INTERNAL));
            CompletableFuture<?> bad = dispatch();
            lookAtAll();
            assertThat(failure(bad).reason()).isEqualTo(Reason.INSTANCES_FAILED);
            lookAtAll();
            steps(A, 1);
            steps(B, 1);
            dispatch();
            dispatch();
            clock.advance(STEP);
        }
        steps(A, 1);
        steps(B, 1);
        gateway.sent().clear();
        dispatch();
        dispatch();
        assertThat(gateway.instances()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatFailsOnceInOneBatchAndThenElsewhereSaysNothingOfWhoHadTheBatch() {
        Suspicion suspicion = new Suspicion(A);
        suspicion.undone(FailureKind.INTERNAL);
        suspicion.undone(FailureKind.INTERNAL);
        assertThat(suspicion.done(B)).as("the other one may be to blame").isFalse();
        suspicion.drop();
        assertThat(suspicion.done(B)).isFalse();
    }

    @Test
    void whoStopsOrIsGivenAnotherModelLapsesNot() {
        for (FailureKind kind : List.of(FailureKind.DRAINING, FailureKind.NOT_FOUND, FailureKind.OVERLOADED)) {
            Suspicion suspicion = new Suspicion(A);
            suspicion.undone(kind);
            assertThat(suspicion.done(B)).as(kind.name()).isFalse();
        }
        Suspicion suspicion = new Suspicion(A);
        suspicion.undone(FailureKind.LOST);
        assertThat(suspicion.done(A)).as("done by itself").isFalse();
    }

    private void failsAThird(FailureKind kind) {
        List<Behaviour> script = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            script.add(step);
            script.add(step);
            script.add(FakeGateway.fail(kind));
        }
        gateway.script(A, script.toArray(Behaviour[]::new));
    }

    private static Behaviour[] failures(int count, FailureKind kind) {
        Behaviour[] all = new Behaviour[count];
        Arrays.fill(all, FakeGateway.fail(kind));
        return all;
    }

    /** Of a second or some, with a look at the end. */
    private void round(int atOnce) {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            calls.add(dispatch());
        }
        for (int i = 0; i < 50 && !calls.stream().allMatch(CompletableFuture::isDone); i++) {
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(calls).allMatch(CompletableFuture::isDone);
        lookAtAll();
    }

    private void lookAtAll() {
        List.of(A, B).forEach(each -> publish(InstanceSnapshot.healthy(each, TestModels.served())));
    }
}
