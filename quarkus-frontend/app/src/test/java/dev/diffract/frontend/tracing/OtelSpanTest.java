package dev.diffract.frontend.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.trace.End;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Facts;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtelSpanTest {

    private static final Instant FROM = Instant.parse("2026-11-01T12:00:00Z");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final Tracer tracer = provider.get("test");
    private final io.opentelemetry.api.trace.Span http =
            tracer.spanBuilder("POST /v1/generations").startSpan();
    private final Span request = new OtelSpan(tracer, Context.root().with(http), Facts.NONE);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void aPartHangsBelowItsSpanAndHasItsFactsAsAttributes() {
        Span generation = request.begin(Part.GENERATION, Facts.NONE.with(Fact.GENERATION, "g"));
        generation.begin(Part.PICTURE, Facts.NONE.with(Fact.PICTURE, 1)).end(End.OK);
        generation.end(End.OK);

        SpanData picture = exported("picture");
        assertThat(picture.getParentSpanId()).isEqualTo(exported("generation").getSpanId());
        assertThat(picture.getTraceId()).isEqualTo(http.getSpanContext().getTraceId());
        assertThat(picture.getAttributes().get(AttributeKey.longKey("diffract.picture")))
                .isEqualTo(1);
        assertThat(exported("generation").getParentSpanId())
                .isEqualTo(http.getSpanContext().getSpanId());
        assertThat(text(exported("generation"), "diffract.generation")).isEqualTo("g");
        assertThat(text(picture, "diffract.outcome")).isEqualTo("ok");
        assertThat(picture.getStatus()).isEqualTo(StatusData.unset());
    }

    @Test
    void aPartThatIsOverHasItsTimesAndTheFactsOfItsSpan() {
        Span step = request.begin(Part.STEP, Facts.NONE.with(Fact.STEP, 3).with(Fact.MODEL, "unet"));
        step.past(
                Part.ATTEMPT,
                Facts.NONE.with(Fact.SLICE, "a"),
                FROM,
                FROM.plusMillis(60),
                End.failed(FailureKind.NOT_FINITE, "unet on a: its output holds NaN or infinity"));

        SpanData attempt = exported("attempt");
        assertThat(attempt.getStartEpochNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(FROM.getEpochSecond()));
        assertThat(attempt.getEndEpochNanos() - attempt.getStartEpochNanos()).isEqualTo(60_000_000);
        assertThat(text(attempt, "diffract.slice")).isEqualTo("a");
        assertThat(text(attempt, "diffract.model")).isEqualTo("unet");
        assertThat(attempt.getAttributes().get(AttributeKey.longKey("diffract.step")))
                .isEqualTo(3);
        assertThat(text(attempt, "diffract.outcome")).isEqualTo("not_finite");
        assertThat(attempt.getStatus())
                .isEqualTo(StatusData.create(StatusCode.ERROR, "unet on a: its output holds NaN or infinity"));
    }

    @Test
    void onlyTheFirstEndCounts() {
        Span picture = request.begin(Part.PICTURE, Facts.NONE);
        picture.end(End.OK);
        picture.end(End.CANCELLED);

        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        assertThat(text(exported("picture"), "diffract.outcome")).isEqualTo("ok");
    }

    @Test
    void whereTracesGoNowhereNoneIsMade() {
        assertThat(new Traces(tracer, false).current()).isSameAs(Span.NONE);
    }

    private SpanData exported(String name) {
        List<SpanData> named = exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        assertThat(named).hasSize(1);
        return named.get(0);
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }
}
