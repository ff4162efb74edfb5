package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What can be measured at any moment: the queue and the slices. */
@ApplicationScoped
public class Gauges {

    private final Map<TritonInstance, List<Gauge>> slices = new ConcurrentHashMap<>();

    void register(
            @Observes StartupEvent started,
            MeterRegistry registry,
            Admission admission,
            Dispatcher dispatcher,
            InstanceDirectory directory) {
        Gauge.builder("diffract.queue.depth", admission, Admission::queued)
                .description("Generations that wait")
                .register(registry);
        Gauge.builder("diffract.generations.active", admission, Admission::active)
                .description("Generations being drawn")
                .register(registry);
        Gauge.builder("diffract.pictures.limit", admission, Admission::mostPictures)
                .description("Pictures that are drawn at the same time at most")
                .register(registry);
        directory.observe(new FleetListener() {
            @Override
            public void added(TritonInstance instance) {
                slices.put(instance, gauges(registry, dispatcher, directory, instance));
            }

            @Override
            public void removed(TritonInstance instance) {
                List<Gauge> gone = slices.remove(instance);
                if (gone != null) { // it may never have come
                    gone.forEach(registry::remove);
                }
            }
        });
    }

    private static List<Gauge> gauges(
            MeterRegistry registry, Dispatcher dispatcher, InstanceDirectory directory, TritonInstance instance) {
        Gauge inFlight = Gauge.builder(
                        "diffract.slice.in.flight",
                        () -> dispatcher.statistics(instance).inFlight())
                .description("Calls under way")
                .tag("slice", instance.name())
                .register(registry);
        Gauge healthy = Gauge.builder("diffract.slice.healthy", () -> healthy(directory, instance) ? 1 : 0)
                .description("1 if the slice gets work, else 0")
                .tag("slice", instance.name())
                .register(registry);
        return List.of(inFlight, healthy);
    }

    private static boolean healthy(InstanceDirectory directory, TritonInstance instance) {
        return directory.snapshots().stream()
                .anyMatch(
                        snapshot -> snapshot.instance().equals(instance) && snapshot.state() == InstanceState.HEALTHY);
    }
}
