package dev.diffract.frontend.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceRegistryTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");
    private static final InferenceException GONE =
            new InferenceException(FailureKind.UNAVAILABLE, "a", "unet", "no connection");

    private final HandClock clock = new HandClock();
    private final InstanceRegistry registry = new InstanceRegistry(List.of(A, B), clock);

    @Test
    void everyInstanceIsPendingAtFirst() {
        assertThat(registry.snapshots()).containsExactly(InstanceSnapshot.pending(A), InstanceSnapshot.pending(B));
    }

    @Test
    void aFailureTakesAnInstanceOutUntilALaterPollFindsItHealthy() {
        registry.publish(healthy(), clock.instant());
        Instant pollBegunBefore = clock.instant();
        clock.advance(Duration.ofMillis(10));
        registry.reportFailure(A, GONE);
        registry.publish(healthy(), pollBegunBefore);
        assertThat(state()).isEqualTo(InstanceState.UNHEALTHY);
        assertThat(registry.snapshots().get(0).reason()).contains("unet on a: no connection");
        clock.advance(Duration.ofMillis(10));
        registry.publish(healthy(), clock.instant());
        assertThat(state()).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void badNewsIsBelievedHoweverOld() {
        registry.reportFailure(A, GONE);
        registry.publish(InstanceSnapshot.out(A, InstanceState.UNKNOWN, "It cannot be reached."), Instant.MIN);
        assertThat(state()).isEqualTo(InstanceState.UNKNOWN);
    }

    @Test
    void anInstanceNobodyConfiguredIsRefused() {
        TritonInstance stranger = new TritonInstance("c", "host:3");
        assertThatThrownBy(() -> registry.publish(InstanceSnapshot.pending(stranger), clock.instant()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyAHealthyInstanceWithEveryModelOfTheCheckpointCanDraw() {
        assertThat(healthy().canDraw(TestModels.model().manifest())).isTrue();
        assertThat(InstanceSnapshot.healthy(A, Map.of("unet", TestModels.CHECKPOINT))
                        .canDraw(TestModels.model().manifest()))
                .isFalse();
        assertThat(new InstanceSnapshot(A, InstanceState.UNHEALTHY, Optional.of("Draining."), TestModels.served())
                        .canDraw(TestModels.model().manifest()))
                .isFalse();
    }

    private InstanceState state() {
        return registry.snapshots().get(0).state();
    }

    private static InstanceSnapshot healthy() {
        return InstanceSnapshot.healthy(A, TestModels.served());
    }
}
