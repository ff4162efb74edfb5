package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.tracing.CallersTrace;
import dev.diffract.frontend.tracing.Traces;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.quarkus.opentelemetry.runtime.propagation.TextMapPropagatorCustomizer;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds what traces are told with. */
@Dependent
class TracesProducer {

    @Produces
    @Singleton
    Traces traces(DiffractConfig config, Tracer tracer) {
        return new Traces(tracer, config.traces().endpoint().isPresent());
    }

    @Produces
    @Singleton
    TextMapPropagatorCustomizer callersTrace() {
        return context ->
                context.propagator() instanceof W3CTraceContextPropagator ? new CallersTrace() : context.propagator();
    }
}
