package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.rollout.Rollout.Phase;
import dev.diffract.frontend.core.rollout.Rollout.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts switches of models, from the start on. */
@Startup
@Singleton
public class SwitchMetrics {

    private final Counter done;
    private final Counter returned;
    private volatile double part;
    private volatile boolean underWay;

    @Inject
    SwitchMetrics(MeterRegistry registry) {
        done = ended(registry, "done");
        returned = ended(registry, "returned");
        Gauge.builder("diffract.switch.part", this, metrics -> metrics.part)
                .description("Part of new pictures that are drawn with the checkpoint that comes; 0 if none comes")
                .register(registry);
        Gauge.builder("diffract.switch.under.way", this, metrics -> metrics.underWay ? 1 : 0)
                .description("1 while a model is switched, or taken back, else 0")
                .register(registry);
    }

    /** Takes over how a switch is. */
    public void seen(Status status) {
        underWay = status.phase() != Phase.DONE && status.phase() != Phase.RETURNED;
        part = underWay ? status.part() : 0;
        if (status.phase() == Phase.DONE) {
            done.increment();
        } else if (status.phase() == Phase.RETURNED) {
            returned.increment();
        }
    }

    private static Counter ended(MeterRegistry registry, String outcome) {
        return Counter.builder("diffract.switches")
                .description("Switches of models that ended, by whether they went through")
                .tag("outcome", outcome)
                .register(registry);
    }
}
