package dev.diffract.frontend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Demand;
import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.admission.Place;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.admission.Turn;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.time.Execution;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GaugesTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final InstanceRegistry fleet = new InstanceRegistry(CLOCK);

    @Test
    void theGaugesOfASliceComeAndGoWithIt() {
        fleet.set(List.of(A));
        new Gauges()
                .register(
                        null,
                        meters,
                        new Admission(Places.of(1), Bounds.of(1), InstantSource.system()),
                        dispatcher(),
                        fleet,
                        List::of);
        assertThat(slices()).containsExactly("a", "a", "a", "a");

        fleet.set(List.of(B));
        assertThat(slices()).containsExactly("b", "b", "b", "b");
        fleet.publish(
                InstanceSnapshot.healthy(B, Map.of("unet", new ServedModel("sha256:1", 1, "engine"))),
                Instant.EPOCH.plusSeconds(1));
        assertThat(meters.get("diffract.slice.healthy")
                        .tag("slice", "b")
                        .gauge()
                        .value())
                .isEqualTo(1);

        fleet.set(List.of(new TritonInstance("b", "host:3")));
        assertThat(slices()).containsExactly("b", "b", "b", "b");
        assertThat(meters.get("diffract.slice.healthy")
                        .tag("slice", "b")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void whatWasFoundOfASliceBeforeIsKnown() {
        fleet.set(List.of(A));
        fleet.publish(
                InstanceSnapshot.healthy(A, Map.of("unet", new ServedModel("sha256:1", 1, "engine"))),
                Instant.EPOCH.plusSeconds(1));
        new Gauges()
                .register(
                        null,
                        meters,
                        new Admission(Places.of(1), Bounds.of(1), InstantSource.system()),
                        dispatcher(),
                        fleet,
                        List::of);
        assertThat(meters.get("diffract.slice.healthy").gauge().value()).isEqualTo(1);
    }

    @Test
    void aSliceThatNeverCameMayGo() {
        List<FleetListener> listeners = new ArrayList<>();
        InstanceDirectory directory = new InstanceDirectory() {
            @Override
            public List<InstanceSnapshot> snapshots() {
                return List.of();
            }

            @Override
            public void reportFailure(TritonInstance instance, InferenceException failure) {}

            @Override
            public void reportAnswer(TritonInstance instance) {}

            @Override
            public void observe(FleetListener listener) {
                listeners.add(listener);
            }
        };
        new Gauges()
                .register(
                        null,
                        meters,
                        new Admission(Places.of(1), Bounds.of(1), InstantSource.system()),
                        dispatcher(),
                        directory,
                        List::of);
        FleetListener gauges = listeners.get(0);
        gauges.removed(B);
        gauges.added(B);
        gauges.removed(B);
        gauges.removed(B);
        assertThat(slices()).isEmpty();
    }

    /** Nothing takes no time, however fast slices are; how long something takes nobody knows before one has answered. */
    @Test
    void whatIsLeftIsPredictedForEachModel() {
        ModelDefinition model = TestModels.model();
        Admission admission = new Admission(Places.of(1), Bounds.of(1), CLOCK);
        fleet.set(List.of(A));
        fleet.publish(InstanceSnapshot.healthy(A, TestModels.served()), Instant.EPOCH.plusSeconds(1));
        new Gauges().register(null, meters, admission, dispatcher(), fleet, () -> List.of(model));
        assertThat(predicted(model)).isZero();

        Place place = admission.enter(
                new Demand(
                        "somebody",
                        Standing.of(Standing.USUAL),
                        1,
                        new Demand.Cost(model.name(), 100, 100),
                        Instant.EPOCH.plusSeconds(60)),
                Pace.UNKNOWN,
                new Turn() {
                    @Override
                    public void begin(int pictures, Optional<Instant> doneBy) {}

                    @Override
                    public void waits(int position, Optional<Instant> doneBy) {}
                });
        assertThat(predicted(model)).isNaN();
        place.leave(false);
        assertThat(predicted(model)).isZero();
    }

    private double predicted(ModelDefinition model) {
        return meters.get("diffract.queue.predicted")
                .tag("model", model.name())
                .gauge()
                .value();
    }

    private Dispatcher dispatcher() {
        return new Dispatcher(
                fleet,
                (instance, call, timeout) -> new CompletableFuture<>(),
                new LateBinding(),
                DispatchListener.NONE,
                new Execution(Runnable::run, (delay, task) -> () -> {}, CLOCK),
                DispatchSettings.DEFAULT);
    }

    private List<String> slices() {
        return meters.getMeters().stream()
                .map(meter -> meter.getId().getTag("slice"))
                .filter(slice -> slice != null)
                .toList();
    }
}
