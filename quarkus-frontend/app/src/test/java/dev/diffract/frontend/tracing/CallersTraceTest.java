package dev.diffract.frontend.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void isTheTraceOfTheHeader() {
        SpanContext caller = of(Map.of("traceparent", PARENT));
        assertThat(caller.getTraceId()).isEqualTo(TRACE);
        assertThat(caller.getSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(caller.isSampled()).isTrue();
        assertThat(caller.isRemote()).isTrue();
    }

    @Test
    void nothingElseIsTakenOver() {
        SpanContext caller = of(Map.of("traceparent", PARENT, "tracestate", "a=" + "x".repeat(200) + ",b=2"));
        assertThat(caller.getTraceId()).isEqualTo(TRACE);
        assertThat(caller.isSampled()).isTrue();
        assertThat(caller.getTraceState().isEmpty()).isTrue();
    }

    /** The library takes the square of its length for it. */
    @Test
    void noOtherHeaderIsEvenRead() {
        List<String> read = new ArrayList<>();
        of(Map.of("traceparent", PARENT, "tracestate", "a" + " ".repeat(16_000) + "b", "baggage", "a=b"), read);
        assertThat(read).containsOnly("traceparent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-xyz-1-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
    void whatIsNoneIsPassedOver(String header) {
        assertThat(of(Map.of("traceparent", header)).isValid()).isFalse();
    }

    private static SpanContext of(Map<String, String> headers) {
        return of(headers, new ArrayList<>());
    }

    /**
     * @param read gets the names of the headers that are asked for
     */
    private static SpanContext of(Map<String, String> headers, List<String> read) {
        Context context = new CallersTrace().extract(Context.root(), headers, new TextMapGetter<>() {
            @Override
            public Iterable<String> keys(Map<String, String> carrier) {
                read.addAll(carrier.keySet());
                return carrier.keySet();
            }

            @Override
            public String get(Map<String, String> carrier, String key) {
                read.add(key);
                return carrier.get(key);
            }
        });
        return Span.fromContext(context).getSpanContext();
    }
}
