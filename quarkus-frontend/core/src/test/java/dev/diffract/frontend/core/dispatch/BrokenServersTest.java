package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A call that brings down whoever makes it is given up; one that was there when servers went is not. */
class BrokenServersTest extends DispatcherFixture {

    private static final Behaviour BREAKS_DOWN = FakeGateway.fail(FailureKind.LOST);

    @Test
    void onceIsBadLuckAndItIsMadeElsewhereAtOnce() {
        gateway.script(A, BREAKS_DOWN);
        assertThat(call()).isCompletedWithValueMatching(done -> done.instance().equals(B));
    }

    @Test
    void whatBringsEverybodyDownIsGivenUp() {
        everybodyBreaksDown(20);
        CompletableFuture<Dispatched<float[]>> call = call(Duration.ofMinutes(5));
        assertThat(gateway.instances())
                .as("the second may have gone for the same reason")
                .containsExactly("a", "b");
        for (int second = 0; second < 10 && !call.isDone(); second++) {
            clock.advance(Duration.ofSeconds(1));
            allAreBack();
        }
        assertThat(failure(call).reason()).isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(failure(call))
                .hasMessage("A call failed: demo-01234567.unet on b: told to fail. That was attempt 3."
                        + " Servers broke down while they had it, so it may be the reason.");
        assertThat(gateway.sent()).hasSize(4);
        assertThat(clock.pending()).isZero();
    }

    /** It is kept from the next server for longer each time, and whoever else wants one has it meanwhile. */
    @Test
    void othersAreServedBetween() {
        everybodyBreaksDown(1);
        CompletableFuture<Dispatched<float[]>> call = call(Duration.ofMinutes(5));
        allAreBack();
        assertThat(call()).isCompleted();
        clock.advance(Duration.ofMillis(999));
        assertThat(gateway.sent()).hasSize(3);
        everybodyBreaksDown(20);
        clock.advance(Duration.ofMillis(1));
        assertThat(gateway.sent()).hasSize(4);
        allAreBack();
        gateway.script(A);
        gateway.script(B);
        assertThat(call()).isCompleted();
        everybodyBreaksDown(20);
        clock.advance(Duration.ofSeconds(2));
        assertThat(failure(call).reason()).isEqualTo(Reason.INSTANCES_FAILED);
    }

    @Test
    void whenAllServersGoForAMinuteEverybodyWaits() {
        everybodyBreaksDown(1);
        List<CompletableFuture<Dispatched<float[]>>> calls =
                List.of(call(Duration.ofMinutes(5)), call(Duration.ofMinutes(5)), call(Duration.ofMinutes(5)));
        clock.advance(Duration.ofMinutes(1));
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        allAreBack();
        clock.advance(Duration.ofSeconds(1));
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
    }

    /** Nobody's calls are answered: it is the servers, or what is between. */
    @Test
    void whereOthersBreakOffTooItIsNoneOfThem() {
        everybodyBreaksDown(100);
        CompletableFuture<Dispatched<float[]>> one = call(Duration.ofMinutes(5));
        CompletableFuture<Dispatched<float[]>> other = call(Duration.ofMinutes(5));
        seconds(100);
        assertThat(List.of(one, other)).noneMatch(CompletableFuture::isDone);
        assertThat(gateway.sent()).hasSizeGreaterThan(10);
        everybodyBreaksDown(0);
        seconds(20);
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
    }

    @Test
    void whatNobodyAnswersInTimeWhileOthersAreAnsweredIsGivenUp() {
        Behaviour hangsAtLarge = sent -> {
            boolean large = sent.call().inputs().get(0).shape()[2] == 2;
            (large ? FakeGateway.fail(FailureKind.DEADLINE) : FakeGateway.ANSWER).act(sent);
        };
        everybody(hangsAtLarge, 20);
        CompletableFuture<Dispatched<float[]>> large =
                result(dispatcher.dispatch(work(unet(1, 0, 2), Duration.ofMinutes(5)), DispatcherFixture::read));
        for (int second = 0; second < 10 && !large.isDone(); second++) {
            clock.advance(Duration.ofSeconds(1));
            allAreBack();
            allAreBack(); // of those that let its time pass nobody asks for anything before
            call();
        }
        assertThat(failure(large).reason()).isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(failure(large)).hasMessageContaining("That was attempt 3.");
    }

    /** They hang: once they do not, the work goes on, whoever's it is. */
    @Test
    void whereNobodyIsAnsweredInTimeItIsNoneOfTheCalls() {
        everybody(FakeGateway.fail(FailureKind.DEADLINE), 1000);
        CompletableFuture<Dispatched<float[]>> one = call(Duration.ofMinutes(5));
        CompletableFuture<Dispatched<float[]>> other = call(Duration.ofMinutes(5));
        seconds(100);
        assertThat(List.of(one, other)).noneMatch(CompletableFuture::isDone);
        assertThat(gateway.sent()).hasSizeGreaterThan(10);
        everybody(FakeGateway.ANSWER, 0);
        seconds(1);
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
    }

    private void seconds(int count) {
        for (int second = 0; second < count; second++) {
            clock.advance(Duration.ofSeconds(1));
            allAreBack();
        }
    }

    private void everybodyBreaksDown(int times) {
        everybody(BREAKS_DOWN, times);
    }

    private void everybody(Behaviour does, int times) {
        for (TritonInstance each : List.of(A, B)) {
            gateway.script(each, Collections.nCopies(times, does).toArray(Behaviour[]::new));
        }
    }

    private void allAreBack() {
        publish(InstanceSnapshot.healthy(A, TestModels.served()));
        publish(InstanceSnapshot.healthy(B, TestModels.served()));
    }
}
