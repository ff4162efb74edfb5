package dev.diffract.frontend.tracing;

import dev.diffract.frontend.core.trace.End;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Facts;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Locale;

/** A span of OpenTelemetry; its facts are attributes that begin with {@code diffract.}. */
final class OtelSpan implements Span {

    private static final String PREFIX = "diffract.";
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey(PREFIX + "outcome");

    private final Tracer tracer;
    private final Context context;
    private final Facts facts;

    /**
     * @param context that has the span
     */
    OtelSpan(Tracer tracer, Context context, Facts facts) {
        this.tracer = tracer;
        this.context = context;
        this.facts = facts;
    }

    @Override
    public Span begin(Part part, Facts ofPart) {
        SpanBuilder span = builder(part);
        tell(span, ofPart);
        return new OtelSpan(tracer, context.with(span.startSpan()), ofPart);
    }

    @Override
    public void past(Part part, Facts ofPart, Instant from, Instant until, End end) {
        SpanBuilder builder = builder(part).setStartTimestamp(from);
        tell(builder, facts);
        tell(builder, ofPart);
        io.opentelemetry.api.trace.Span span = builder.startSpan();
        tell(span, end);
        span.end(until);
    }

    @Override
    public void end(End end) {
        io.opentelemetry.api.trace.Span span = io.opentelemetry.api.trace.Span.fromContext(context);
        tell(span, end); // after the first end it changes nothing
        span.end();
    }

    private SpanBuilder builder(Part part) {
        return tracer.spanBuilder(part.name().toLowerCase(Locale.ROOT)).setParent(context);
    }

    private static void tell(SpanBuilder span, Facts facts) {
        facts.values().forEach((fact, value) -> {
            if (value instanceof Long number) {
                span.setAttribute(key(fact), number);
            } else {
                span.setAttribute(key(fact), value.toString());
            }
        });
    }

    private static String key(Fact fact) {
        return PREFIX + fact.name().toLowerCase(Locale.ROOT);
    }

    private static void tell(io.opentelemetry.api.trace.Span span, End end) {
        span.setAttribute(OUTCOME, end.outcome());
        end.error().ifPresent(sentence -> span.setStatus(StatusCode.ERROR, sentence));
    }
}
