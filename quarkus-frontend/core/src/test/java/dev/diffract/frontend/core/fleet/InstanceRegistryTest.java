package dev.diffract.frontend.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.Uncaught;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceRegistryTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");
    private static final InferenceException GONE =
            new InferenceException(FailureKind.UNAVAILABLE, "a", "unet", "Keepalive failed");

    private final HandClock clock = new HandClock();
    private final InstanceRegistry registry = TestFleet.of(List.of(A, B), clock);

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
        assertThat(registry.snapshots().get(0).reason()).contains("A call did not reach it.");
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
    void whatIsFoundOfAnInstanceThatIsNotThereIsRefused() {
        TritonInstance stranger = new TritonInstance("c", "host:3");
        assertThat(registry.publish(InstanceSnapshot.pending(stranger), clock.instant()))
                .isFalse();
        assertThat(registry.snapshots()).extracting(InstanceSnapshot::instance).containsExactly(A, B);
    }

    @Test
    void onlyAHealthyInstanceWithEveryModelOfTheCheckpointCanDraw() {
        assertThat(healthy().canDraw(TestModels.model().manifest())).isTrue();
        assertThat(InstanceSnapshot.healthy(A, Map.of("unet", TestModels.served(TestModels.CHECKPOINT)))
                        .canDraw(TestModels.model().manifest()))
                .isFalse();
        assertThat(new InstanceSnapshot(
                                A,
                                InstanceState.UNHEALTHY,
                                Optional.of("Draining."),
                                TestModels.served(),
                                Evidence.ANSWER)
                        .canDraw(TestModels.model().manifest()))
                .isFalse();
    }

    @Test
    void instancesComeAndGoAndTheOthersStayAsTheyAre() {
        TritonInstance c = new TritonInstance("c", "host:3");
        registry.publish(healthy(), clock.instant());
        Told told = new Told();
        registry.observe(told);
        assertThat(told.events).containsExactly("+a", "+b");
        registry.set(List.of(c, A));
        assertThat(told.events).containsExactly("+a", "+b", "-b", "+c");
        assertThat(registry.snapshots()).containsExactly(InstanceSnapshot.pending(c), healthy());
        assertThat(registry.publish(InstanceSnapshot.healthy(B, TestModels.served()), clock.instant()))
                .isFalse();
    }

    @Test
    void anInstanceThatMovesIsAnotherUnderTheSameName() {
        Told told = new Told();
        registry.observe(told);
        TritonInstance moved = new TritonInstance("b", "host:9");
        registry.set(List.of(A, moved));
        assertThat(told.events).endsWith("-b", "+b");
        assertThat(registry.snapshots()).contains(InstanceSnapshot.pending(moved));
    }

    @Test
    void onlyWhatIsNewIsTold() {
        Told told = new Told();
        registry.observe(told);
        registry.publish(healthy(), clock.instant());
        clock.advance(Duration.ofMillis(10));
        registry.publish(healthy(), clock.instant());
        registry.reportFailure(A, GONE);
        assertThat(told.events).containsExactly("+a", "+b", "a HEALTHY", "a UNHEALTHY");
    }

    @Test
    void aFleetWithTwoOfOneNameOrTargetChangesNothing() {
        List<TritonInstance> sameName = List.of(A, new TritonInstance("a", "host:9"));
        List<TritonInstance> sameTarget = List.of(A, new TritonInstance("c", "host:1"));
        assertThatThrownBy(() -> registry.set(sameName)).hasMessageContaining("'a'");
        assertThatThrownBy(() -> registry.set(sameTarget)).hasMessageContaining("host:1");
        assertThat(registry.snapshots()).extracting(InstanceSnapshot::instance).containsExactly(A, B);
    }

    @Test
    void aListenerMayAskAndTellTheRegistry() {
        List<Integer> sizes = new ArrayList<>();
        registry.observe(new FleetListener() {
            @Override
            public void changed(InstanceSnapshot snapshot) {
                sizes.add(registry.snapshots().size());
                registry.reportFailure(B, GONE);
            }
        });
        registry.publish(healthy(), clock.instant());
        assertThat(sizes).containsExactly(2, 2);
    }

    @Test
    void aListenerThatBreaksSilencesNobody() {
        RuntimeException fault = new IllegalStateException("a gauge that is not there");
        Error tooMuch = new StackOverflowError();
        FleetListener breaking = new FleetListener() {
            @Override
            public void added(TritonInstance instance) {
                throw fault;
            }

            @Override
            public void changed(InstanceSnapshot snapshot) {
                throw tooMuch;
            }
        };
        Told told = new Told();
        try (Uncaught uncaught = new Uncaught()) {
            registry.observe(breaking);
            registry.observe(told);
            registry.publish(healthy(), clock.instant());
            registry.set(List.of(A));
            registry.set(List.of(A, new TritonInstance("c", "host:3")));
            registry.reportFailure(A, GONE);
            assertThat(uncaught.faults()).as("each once").containsExactly(fault, fault, tooMuch, fault, tooMuch);
        }
        assertThat(told.events).containsExactly("+a", "+b", "a HEALTHY", "-b", "+c", "a UNHEALTHY");
    }

    @Test
    void whatAServerCountedIsToldWhileItIsOfTheFleet() {
        Told told = new Told();
        registry.observe(told);
        Optional<ServerCounts> counts =
                Optional.of(new ServerCounts(3, Duration.ofSeconds(2), 4, Duration.ofSeconds(1)));
        registry.counted(A, counts);
        registry.counted(B, Optional.empty());
        registry.counted(new TritonInstance("c", "host:3"), counts);
        assertThat(told.events).containsExactly("+a", "+b", "a counted 3", "b counted nothing");
    }

    @Test
    void itIsKnownHowMuchAnInstanceTakesAtOnce() {
        InstanceSnapshot snapshot =
                InstanceSnapshot.healthy(A, Map.of("unet", new ServedModel("sha256:1", 4, "engine")));
        assertThat(snapshot.largestBatch("unet")).isEqualTo(4);
        assertThat(snapshot.largestBatch("decode_image")).isZero();
        assertThatThrownBy(() -> new ServedModel("sha256:1", 0, "engine"))
                .hasMessage("largestBatch must be at least 1, was 0");
    }

    /** Writes down what it is told. */
    private static final class Told implements FleetListener {
        private final List<String> events = new ArrayList<>();

        @Override
        public void counted(TritonInstance instance, Optional<ServerCounts> counts, Instant now) {
            events.add(instance.name() + " counted "
                    + counts.map(all -> Long.toString(all.executions())).orElse("nothing"));
        }

        @Override
        public void added(TritonInstance instance) {
            events.add("+" + instance.name());
        }

        @Override
        public void changed(InstanceSnapshot snapshot) {
            events.add(snapshot.instance().name() + " " + snapshot.state());
        }

        @Override
        public void removed(TritonInstance instance) {
            events.add("-" + instance.name());
        }
    }

    private InstanceState state() {
        return registry.snapshots().get(0).state();
    }

    private static InstanceSnapshot healthy() {
        return InstanceSnapshot.healthy(A, TestModels.served());
    }
}
