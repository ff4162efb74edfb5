package dev.diffract.frontend.metrics;

import dev.diffract.frontend.intake.Drawings;
import dev.diffract.frontend.intake.Intake;
import dev.diffract.frontend.intake.SlowSenders;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.ToDoubleFunction;

/** How full the gate is before everything that people send, and the memory for what is drawn for them. */
@ApplicationScoped
public class IntakeMetrics {

    void register(@Observes StartupEvent started, MeterRegistry registry, Intake intake, SlowSenders slow) {
        Gauge.builder("diffract.intake.memory", intake, Intake::taken)
                .description("Memory that bodies and pictures of requests take")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("diffract.intake.memory.limit", intake, Intake::capacity)
                .description("Memory that they may take")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("diffract.intake.reading", intake, Intake::reading)
                .description("Requests being read")
                .register(registry);
        Gauge.builder("diffract.intake.waiting", intake, Intake::waiting)
                .description("Requests that wait until they are read")
                .register(registry);
        FunctionCounter.builder("diffract.intake.refusals", intake, Intake::refused)
                .description("Requests refused because there was no room to read them")
                .register(registry);
        departures(registry, intake, "waiting", Intake::leftWaiting);
        departures(registry, intake, "reading", Intake::leftReading);
        Drawings drawings = intake.drawings();
        Gauge.builder("diffract.drawings.memory", drawings, Drawings::taken)
                .description(
                        "Memory that pictures may come to take which are drawn, wait for it, or are on their way to who asked")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("diffract.drawings.memory.limit", drawings, Drawings::capacity)
                .description("Memory that they may take")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("diffract.drawings.refusals", drawings, Drawings::refused)
                .description("Requests refused because there was no memory for their pictures")
                .register(registry);
        timeouts(registry, slow, "head", SlowSenders::heads);
        timeouts(registry, slow, "body", SlowSenders::bodies);
    }

    private static void departures(MeterRegistry registry, Intake intake, String turn, ToDoubleFunction<Intake> count) {
        FunctionCounter.builder("diffract.intake.departures", intake, count)
                .description("Requests that were not read, or not to their end, because whoever sent them was gone")
                .tag("turn", turn)
                .register(registry);
    }

    private static void timeouts(
            MeterRegistry registry, SlowSenders slow, String part, ToDoubleFunction<SlowSenders> count) {
        FunctionCounter.builder("diffract.intake.timeouts", slow, count)
                .description("Requests cut off because their headers or their bodies came too slowly")
                .tag("part", part)
                .register(registry);
    }
}
