package dev.diffract.frontend.core.dispatch.simulation;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The dispatchers of some frontends, which know nothing of one another, before the same slices. */
final class Frontends {

    private static final DispatchSettings SETTINGS =
            new DispatchSettings(Duration.ofDays(900), 3, Duration.ofSeconds(10), Duration.ofMillis(100));

    /** From one look at a slice to the next, as it is unless somebody says otherwise. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private final List<InstanceRegistry> registries = new ArrayList<>();
    private final VirtualFleet slices;
    private final HandClock clock;
    private int next;
    private long hedges;

    /** @param tasks where they leave what is to be done */
    Frontends(
            int count,
            Supplier<DispatchPolicy> policies,
            VirtualFleet slices,
            List<TritonInstance> instances,
            HandClock clock,
            Tasks tasks) {
        this.slices = slices;
        this.clock = clock;
        for (int i = 0; i < count; i++) {
            InstanceRegistry registry = TestFleet.of(instances, clock);
            instances.forEach(slice -> look(registry, slice, clock));
            registry.observe(new FleetListener() {
                @Override
                public void added(TritonInstance instance) {}

                @Override
                public void changed(InstanceSnapshot snapshot) {
                    if (snapshot.state() != InstanceState.HEALTHY) { // a call failed there
                        clock.schedule(LOOK, () -> look(registry, snapshot.instance(), clock));
                    }
                }

                @Override
                public void removed(TritonInstance instance) {}
            });
            registries.add(registry);
            dispatchers.add(new Dispatcher(
                    registry,
                    slices,
                    policies.get(),
                    new DispatchListener() {
                        @Override
                        public void hedged(TritonInstance instance, Stage stage) {
                            hedges++;
                        }
                    },
                    new Execution(tasks, clock, clock),
                    SETTINGS));
        }
    }

    /** All slices are well, as far as looks can tell. */
    private static void look(InstanceRegistry registry, TritonInstance slice, HandClock clock) {
        registry.publish(
                InstanceSnapshot.healthy(
                        slice, Map.of("unet", new ServedModel(TestModels.CHECKPOINT, Simulation.BATCH, "engine"))),
                clock.instant().plusNanos(1));
    }

    /** From now on they see what the slices have counted. */
    void count() {
        for (InstanceRegistry registry : registries) {
            registry.snapshots()
                    .forEach(snapshot ->
                            registry.counted(snapshot.instance(), Optional.of(slices.counts(snapshot.instance()))));
        }
        clock.schedule(LOOK, this::count);
    }

    /** They take turns. */
    Dispatcher next() {
        return dispatchers.get(next++ % dispatchers.size());
    }

    /** Calls that were made a second time. */
    long hedges() {
        return hedges;
    }
}
