package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.FleetPace;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What can be measured at any moment: the queue and the slices. */
@ApplicationScoped
public class Gauges {

    private static final String SLICE = "slice";

    private final Map<TritonInstance, OfSlice> slices = new ConcurrentHashMap<>();

    /**
     * What is measured of a slice.
     *
     * @param healthy 1 if the slice gets work, else 0
     * @param draining 1 if the slice ends what it has and gets nothing new, else 0
     */
    private record OfSlice(AtomicInteger healthy, AtomicInteger draining, List<Meter> meters) {

        void seen(InstanceSnapshot snapshot) {
            healthy.set(snapshot.state() == InstanceState.HEALTHY ? 1 : 0);
            draining.set(snapshot.state() == InstanceState.DRAINING ? 1 : 0);
        }
    }

    void register(
            @Observes StartupEvent started,
            MeterRegistry registry,
            Admission admission,
            Dispatcher dispatcher,
            InstanceDirectory directory,
            ModelCatalog catalog) {
        Gauge.builder("diffract.queue.depth", admission, Admission::queued)
                .description("Pictures that wait")
                .register(registry);
        Gauge.builder("diffract.generations.active", admission, Admission::active)
                .description("Generations being drawn")
                .register(registry);
        Gauge.builder("diffract.pictures.active", admission, Admission::drawn)
                .description("Pictures being drawn")
                .register(registry);
        Gauge.builder("diffract.pictures.limit", admission, one -> one.places().all())
                .description("Pictures that are drawn at the same time at most")
                .register(registry);
        catalog.models().forEach(model -> predicted(registry, admission, dispatcher, catalog, model.name()));
        directory.observe(new FleetListener() {
            @Override
            public void added(TritonInstance instance) {
                OfSlice added = ofSlice(registry, dispatcher, instance);
                directory.snapshots().stream()
                        .filter(snapshot -> snapshot.instance().equals(instance))
                        .forEach(added::seen);
                slices.put(instance, added);
            }

            @Override
            public void changed(InstanceSnapshot snapshot) {
                OfSlice known = slices.get(snapshot.instance());
                if (known != null) {
                    known.seen(snapshot);
                }
            }

            @Override
            public void removed(TritonInstance instance) {
                OfSlice gone = slices.remove(instance);
                if (gone != null) { // it may never have come
                    gone.meters().forEach(registry::remove);
                }
            }
        });
    }

    private static void predicted(
            MeterRegistry registry, Admission admission, Dispatcher dispatcher, ModelCatalog catalog, String model) {
        Gauge.builder(
                        "diffract.queue.predicted",
                        () -> predicted(
                                admission, dispatcher, catalog.find(model).orElseThrow()))
                .description(
                        "Time that all slices together take for what is accepted and not drawn; NaN for anything before any has answered")
                .baseUnit("seconds")
                .tag("model", model)
                .register(registry);
    }

    /** Where nothing is left, no slice needs to be looked at. */
    private static double predicted(Admission admission, Dispatcher dispatcher, ModelDefinition model) {
        double left = admission.left(model.name());
        if (left == 0) {
            return 0;
        }
        Manifest manifest = model.manifest();
        Pace pace = manifest.find(ModelRole.UNET)
                .map(unet -> FleetPace.of(dispatcher.fleet(), unet.name(), manifest.checkpoint(), 1))
                .orElse(Pace.UNKNOWN);
        return pace.isKnown() ? left * pace.together() : Double.NaN;
    }

    private static OfSlice ofSlice(MeterRegistry registry, Dispatcher dispatcher, TritonInstance instance) {
        AtomicInteger healthy = new AtomicInteger();
        AtomicInteger draining = new AtomicInteger();
        Meter inFlight = Gauge.builder(
                        "diffract.slice.in.flight",
                        () -> dispatcher.statistics(instance).inFlight())
                .description("Calls under way")
                .tag(SLICE, instance.name())
                .register(registry);
        Meter up = Gauge.builder("diffract.slice.healthy", healthy, AtomicInteger::get)
                .description("1 if the slice gets work, else 0")
                .tag(SLICE, instance.name())
                .register(registry);
        Meter busy = FunctionCounter.builder(
                        "diffract.slice.busy",
                        dispatcher,
                        calls -> calls.statistics(instance).busy().toNanos() / 1e9)
                .description("Time that the slice had a call of this frontend: its rate is the utilisation")
                .baseUnit("seconds")
                .tag(SLICE, instance.name())
                .register(registry);
        Meter ending = Gauge.builder("diffract.slice.draining", draining, AtomicInteger::get)
                .description("1 if the slice ends the calls that it has and gets no others, else 0")
                .tag(SLICE, instance.name())
                .register(registry);
        return new OfSlice(healthy, draining, List.of(inFlight, up, busy, ending));
    }
}
