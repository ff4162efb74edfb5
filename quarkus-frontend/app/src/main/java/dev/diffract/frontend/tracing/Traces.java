package dev.diffract.frontend.tracing;

import dev.diffract.frontend.core.trace.Facts;
import dev.diffract.frontend.core.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Where traces begin. */
public final class Traces {

    private final Tracer tracer;
    private final boolean wanted;

    /**
     * @param wanted whether they go anywhere
     */
    public Traces(Tracer tracer, boolean wanted) {
        this.tracer = tracer;
        this.wanted = wanted;
    }

    /** The span of the request that this thread is at; only its parts are for others to end. */
    public Span current() {
        return wanted ? new OtelSpan(tracer, Context.current(), Facts.NONE) : Span.NONE;
    }
}
