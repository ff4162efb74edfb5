package dev.diffract.frontend.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;

/**
 * The trace that a request belongs to, by its header {@code traceparent}: two numbers and a mark. {@code tracestate} may be kilobytes of
 * anything, which every span would carry, and is passed over.
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
        Context extracted = whole.extract(context, carrier, getter);
        SpanContext caller = Span.fromContext(extracted).getSpanContext();
        return caller.getTraceState().isEmpty()
                ? extracted
                : extracted.with(Span.wrap(SpanContext.createFromRemoteParent(
                        caller.getTraceId(), caller.getSpanId(), caller.getTraceFlags(), TraceState.getDefault())));
    }
}
