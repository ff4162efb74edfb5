package dev.diffract.frontend.tracing;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;

/**
 * The trace that a request belongs to, by its header {@code traceparent}: two numbers and a mark. {@code tracestate} may be kilobytes of
 * anything, which every span would carry and which the library splits by the square of its length: it is not even asked for.
 */
public final class CallersTrace implements TextMapPropagator {

    private static final String HEADER = "traceparent";

    private final TextMapPropagator whole = W3CTraceContextPropagator.getInstance();

    @Override
    public Collection<String> fields() {
        return List.of(HEADER);
    }

    @Override
    public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
        whole.inject(context, carrier, setter);
    }

    @Override
    public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
        return whole.extract(context, carrier, new OneHeader<>(getter));
    }

    /** As if nothing else had been sent. */
    private record OneHeader<C>(TextMapGetter<C> headers) implements TextMapGetter<C> {

        @Override
        public Iterable<String> keys(C carrier) {
            return List.of();
        }

        @Override
        public String get(C carrier, String key) {
            return key.equals(HEADER) ? headers.get(carrier, key) : null;
        }
    }
}
