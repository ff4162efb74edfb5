package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Of an instance that went nothing is kept but the calls that it still has. */
class GoneInstancesTest extends DispatcherFixture {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Test
    void anInstanceThatGoesWhileItIsChosenLeavesNothingBehind() {
        Dispatcher choosing = dispatcher(
                (waiting, fleet, now) -> {
                    registry.set(List.of(B, C)); // what the policy sees is from before
                    return new LeastLoaded().decide(waiting, fleet, now);
                },
                tasks::add);
        gateway.script(A, FakeGateway.HANG);
        choosing.dispatch(work(Duration.ofSeconds(60)), DispatcherFixture::read);
        assertThat(gateway.instances()).containsExactly("a");
        assertThat(choosing.statistics(A).inFlight()).isEqualTo(1);

        gateway.sent()
                .get(0)
                .answer()
                .complete(FakeGateway.compute(gateway.sent().get(0).call()));
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        assertThat(choosing.statistics(A)).isEqualTo(InstanceStatistics.NONE);
    }

    @Test
    void anInstanceThatComesBackIsCountedAgain() {
        registry.set(List.of(B, C));
        registry.set(List.of(A, B, C));
        publish(InstanceSnapshot.healthy(A, TestModels.served()));
        gone(B);
        call();
        assertThat(dispatcher.statistics(A).completed()).isEqualTo(1);
    }
}
