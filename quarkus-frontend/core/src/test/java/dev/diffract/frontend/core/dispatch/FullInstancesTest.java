package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who says that it is full is let be for a moment, and who was turned away does not wait a second time. */
class FullInstancesTest extends DispatcherFixture {

    private static final Behaviour FULL = FakeGateway.fail(FailureKind.OVERLOADED);
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final long LARGEST = TestModels.served().get(TestModels.UNET).largestBatch();

    @Test
    void whoIsFullGetsNothingForAMomentWhichDoublesUntilItAnswers() {
        gateway.script(A, FULL, FULL);
        call();
        call();
        assertThat(gateway.instances()).as("b is there").containsExactly("a", "b", "b");
        clock.advance(MOMENT);
        call();
        assertThat(gateway.instances()).as("it is tried").endsWith("b", "a", "b");
        clock.advance(MOMENT);
        call();
        assertThat(gateway.instances()).as("it was full again").endsWith("a", "b", "b");
        clock.advance(MOMENT);
        call();
        assertThat(gateway.instances()).as("it is tried again").endsWith("b", "b", "a");
        call();
        call();
        assertThat(gateway.instances()).as("it is as it was").endsWith("a", "b", "a");
    }

    @Test
    void whereNobodyElseIsItIsAskedWhenTheWorkMayGo() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        gateway.script(A, FULL);
        call();
        clock.advance(SETTINGS.overloadBackoff());
        assertThat(gateway.instances()).containsExactly("a", "a");
    }

    @Test
    void whatWasTurnedAwayGoesTogetherAsBefore() {
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves another checkpoint."));
        Dispatcher late = dispatcher(new LateBinding(), Runnable::run);
        gateway.script(A, FakeGateway.HANG, FULL);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 1 + LARGEST; i++) {
            calls.add(result(late.dispatch(work(Duration.ofMinutes(1)), DispatcherFixture::read)));
        }
        FakeGateway.ANSWER.act(gateway.sent().get(0));
        clock.advance(SETTINGS.overloadBackoff());
        assertThat(gateway.sent()).extracting(sent -> sent.call().rows()).containsExactly(1L, LARGEST, LARGEST);
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
    }

    /** Several would all have to wait for somebody else if it still is. */
    @Test
    void whoIsTriedGetsOneCallAndNotTheMostUrgent() {
        Dispatcher late = dispatcher(new LateBinding(), Runnable::run);
        gateway.script(A, FULL, FULL, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 1 + LARGEST; i++) {
            calls.add(result(late.dispatch(work(Duration.ofMinutes(1)), DispatcherFixture::read)));
        }
        assertThat(gateway.instances())
                .as("turned away, it goes to the other one")
                .containsExactly("a", "b");
        clock.advance(MOMENT);
        clock.advance(MOMENT.multipliedBy(2));
        assertThat(gateway.instances()).as("it is tried twice").containsExactly("a", "b", "a", "a");
        assertThat(gateway.sent()).extracting(sent -> sent.call().rows()).containsOnly(1L);
        FakeGateway.ANSWER.act(gateway.sent().get(3));
        assertThat(gateway.sent())
                .as("the rest but one, which it turned away")
                .extracting(sent -> sent.call().rows())
                .endsWith(LARGEST - 2);
        FakeGateway.ANSWER.act(gateway.sent().get(1));
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
    }
}
