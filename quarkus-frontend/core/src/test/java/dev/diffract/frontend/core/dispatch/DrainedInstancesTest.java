package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A drained instance ends the calls that it has, and gets no others. */
class DrainedInstancesTest extends DispatcherFixture {

    @Test
    void itsCallEndsThereAndTheNextOneGoesElsewhere() {
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> running = call();

        registry.drain(A);

        assertThat(gateway.sent().get(0).answer()).isNotCancelled();
        for (int i = 0; i < 3; i++) {
            assertThat(call())
                    .isCompletedWithValueMatching(done -> done.instance().equals(B));
        }
        gateway.sent().get(0).answer().complete(FakeGateway.compute(unet()));
        assertThat(running).isCompletedWithValueMatching(done -> done.instance().equals(A));
        assertThat(heard.events).doesNotContain("a moved", "a withdrawn");
    }

    @Test
    void aCallThatItIsLostWithIsMadeElsewhere() {
        gateway.script(A, FakeGateway.HANG);
        CompletableFuture<Dispatched<float[]>> running = call();
        registry.drain(A);
        publish(InstanceSnapshot.absent(A, "It is away."));
        assertThat(running).isCompletedWithValueMatching(done -> done.instance().equals(B));
    }

    @Test
    void whatNobodyElseCanDoWaitsUntilItIsBack() {
        gone(B);
        registry.drain(A);
        CompletableFuture<Dispatched<float[]>> waiting = call();
        clock.advance(Duration.ofSeconds(30));
        assertThat(waiting).isNotDone();

        registry.undrain(A);

        assertThat(waiting).isCompletedWithValueMatching(done -> done.instance().equals(A));
    }
}
