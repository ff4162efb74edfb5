package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");

    private final HandClock clock = new HandClock();
    private final InstanceRegistry registry = TestFleet.of(List.of(A, B), clock);
    private final AtomicInteger capacity = new AtomicInteger();

    @Test
    void itIsTwiceTheSumOfTheBatches() {
        observe(1000);
        assertThat(capacity).as("of nobody anything is known").hasValue(4);
        healthy(A, 8);
        healthy(B, 4);
        assertThat(capacity).hasValue(24);
    }

    @Test
    void whoIsIllCountsAsItWas() {
        observe(1000);
        healthy(A, 8);
        healthy(B, 4);
        publish(InstanceSnapshot.out(A, InstanceState.UNHEALTHY, "It is ill."));
        assertThat(capacity).hasValue(24);
    }

    @Test
    void whoServesSomethingElseOrWentCountsNoMore() {
        observe(1000);
        healthy(A, 8);
        healthy(B, 4);
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves something else."));
        assertThat(capacity).hasValue(16);
        registry.set(List.of(B));
        assertThat(capacity).as("somebody may always begin").hasValue(1);
    }

    @Test
    void whoIsDrainedCountsNoMoreUntilItIsBack() {
        observe(1000);
        healthy(A, 8);
        healthy(B, 4);
        registry.drain(A);
        assertThat(capacity).hasValue(8);
        registry.undrain(A);
        assertThat(capacity).hasValue(24);
    }

    @Test
    void itIsNeverMoreThanItMayBe() {
        observe(5);
        healthy(A, 8);
        assertThat(capacity).hasValue(5);
    }

    private void observe(int most) {
        registry.observe(new Capacity(() -> Set.of("unet", "unet2"), most, capacity::set));
    }

    private void healthy(TritonInstance instance, int batch) {
        publish(InstanceSnapshot.healthy(
                instance,
                Map.of(
                        "unet", new ServedModel("checkpoint", batch, "engine"),
                        "decode_image", new ServedModel("checkpoint", 64, "engine"))));
    }

    private void publish(InstanceSnapshot snapshot) {
        clock.advance(Duration.ofMillis(1));
        registry.publish(snapshot, clock.instant());
    }
}
