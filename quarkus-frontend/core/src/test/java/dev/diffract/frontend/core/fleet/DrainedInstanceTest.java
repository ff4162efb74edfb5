package dev.diffract.frontend.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.layout.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator keeps work from an instance, whatever looks find meanwhile. */
class DrainedInstanceTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");
    private static final Manifest MANIFEST = TestModels.model().manifest();

    private final HandClock clock = new HandClock();
    private final InstanceRegistry registry = TestFleet.of(List.of(A, B), clock);

    @Test
    void itCanDrawNothingAndIsNotGone() {
        healthy(A);
        assertThat(registry.drain(A)).isTrue();
        assertThat(a().state()).isEqualTo(InstanceState.DRAINING);
        assertThat(a().canDraw(MANIFEST)).isFalse();
        assertThat(a().isGone()).isFalse();
        assertThat(a().isLostFor(MANIFEST)).as("new work need not wait for it").isTrue();
        assertThat(a().mayRecover()).as("begun work does").isTrue();
        assertThat(registry.drained()).containsExactly(A);
    }

    @Test
    void looksThatFindItHealthyDoNotUndrainIt() {
        registry.drain(A);
        healthy(A);
        assertThat(a().state()).isEqualTo(InstanceState.DRAINING);
        registry.undrain(A);
        assertThat(a().state()).as("what the latest look found").isEqualTo(InstanceState.HEALTHY);
        assertThat(registry.drained()).isEmpty();
    }

    @Test
    void thatItIsGoneIsSeenAllTheSame() {
        healthy(A);
        registry.drain(A);
        registry.publish(InstanceSnapshot.absent(A, "It is away."), clock.instant());
        assertThat(a().state()).isEqualTo(InstanceState.UNKNOWN);
        assertThat(a().isGone()).isTrue();
        healthy(A);
        assertThat(a().state()).isEqualTo(InstanceState.DRAINING);
    }

    @Test
    void listenersAreToldOnceOfEachChange() {
        healthy(A);
        List<InstanceState> told = new ArrayList<>();
        registry.observe(new FleetListener() {
            @Override
            public void changed(InstanceSnapshot snapshot) {
                told.add(snapshot.state());
            }
        });
        registry.drain(A);
        registry.drain(A);
        healthy(A);
        registry.undrain(A);
        registry.undrain(A);
        assertThat(told).containsExactly(InstanceState.DRAINING, InstanceState.HEALTHY);
    }

    @Test
    void whoWentAndComesBackIsNotDrained() {
        registry.drain(A);
        registry.set(List.of(B));
        assertThat(registry.drained()).isEmpty();
        assertThat(registry.drain(A)).isFalse();
        assertThat(registry.undrain(A)).isFalse();
        registry.set(List.of(A, B));
        assertThat(a().state()).isEqualTo(InstanceState.PENDING);
    }

    @Test
    void whoStaysInTheFleetStaysDrained() {
        registry.drain(A);
        registry.set(List.of(B, A));
        assertThat(a().state()).isEqualTo(InstanceState.DRAINING);
    }

    private void healthy(TritonInstance instance) {
        registry.publish(
                InstanceSnapshot.healthy(instance, TestModels.served()),
                clock.instant().plusNanos(1));
    }

    private InstanceSnapshot a() {
        return registry.snapshots().stream()
                .filter(snapshot -> snapshot.instance().equals(A))
                .findFirst()
                .orElseThrow();
    }
}
