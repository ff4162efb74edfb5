package dev.diffract.frontend.tracing;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.PROMPT;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Scripts.UNET_IS_SLOW;
import static dev.diffract.frontend.testing.Scripts.UNET_OVERFLOWS;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application with a place for its traces. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
@TestProfile(TracesIT.WithTraces.class)
class TracesIT extends WithHealthySlices {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @Inject
    InMemorySpanExporter exporter;

    @Inject
    InstanceDirectory directory;

    /** Nothing listens there; what would be sent is kept. */
    public static final class WithTraces implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "diffract.traces.endpoint", "http://127.0.0.1:1",
                    "quarkus.otel.bsp.schedule.delay", "100ms");
        }
    }

    @BeforeEach
    void forget() {
        exporter.reset();
    }

    @Test
    void aSliceWhoseNumbersAreNoneStandsInTheTraceOfItsCaller() {
        slices.b().engine("engine-2");
        await().until(() ->
                directory.snapshots().get(1).engine(TestRepository.UNET).equals(Optional.of("engine-2")));
        // What a slice failed at before its last answer is no news: it draws one alone.
        slices.b().ready(false);
        awaitStates("healthy", "unhealthy");
        assertThat(draw(Map.of()).statusCode()).isEqualTo(200);
        slices.b().ready(true);
        awaitStates("healthy", "healthy");
        slices.b().script(UNET_IS_SLOW);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        draw(Map.of()).jsonPath().getList("images[0].slices").contains("a"));
        slices.a().script(UNET_OVERFLOWS); // now it is asked first

        assertThat(draw(Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01"))
                        .statusCode())
                .isEqualTo(200);

        List<SpanData> spans = spansOfTrace("generation");
        SpanData http = only(spans, "POST " + PATH);
        assertThat(http.getParentSpanId()).isEqualTo(CALLER);
        assertThat(only(spans, "generation").getParentSpanId()).isEqualTo(http.getSpanId());
        assertThat(spans.stream().filter(span -> span.getName().equals("attempt")))
                .anySatisfy(attempt -> {
                    assertThat(text(attempt, "diffract.slice")).isEqualTo("a");
                    assertThat(text(attempt, "diffract.model")).isEqualTo(TestRepository.UNET);
                    assertThat(text(attempt, "diffract.role")).isEqualTo("unet");
                    assertThat(text(attempt, "diffract.outcome")).isEqualTo("not_finite");
                    assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                    assertThat(attempt.getStatus().getDescription())
                            .matches(
                                    "tiny-11111111\\.unet on a: its output 'out_sample' at step \\d+/\\d+ holds NaN or infinity");
                })
                .anySatisfy(attempt -> {
                    assertThat(text(attempt, "diffract.slice")).isEqualTo("b");
                    assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
                });
        assertThat(spans).allSatisfy(span -> assertThat(span.toString()).doesNotContain(PROMPT));
    }

    @Test
    void aPictureThatIsNoneIsAnErrorOfEverySpanAboveTheAttempt() {
        slices.a().script(UNET_OVERFLOWS);
        slices.b().script(UNET_OVERFLOWS);

        assertThat(draw(Map.of()).statusCode()).isEqualTo(502);

        List<SpanData> spans = spansOf("generation");
        assertThat(List.of("attempt", "step", "picture", "generation"))
                .allSatisfy(name -> assertThat(spans)
                        .filteredOn(span -> span.getName().equals(name))
                        .anySatisfy(span ->
                                assertThat(text(span, "diffract.outcome")).isEqualTo("not_finite"))
                        .anySatisfy(span ->
                                assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR)));
    }

    @Test
    void whatAStrangerSaysOfATraceIsBounded() {
        draw(Map.of(
                "traceparent", "00-" + TRACE + "-" + CALLER + "-01",
                "tracestate", "a=" + "x".repeat(250),
                "baggage", "user=" + "y".repeat(4000),
                "User-Agent", "z".repeat(4000)));

        assertThat(spansOf("generation")).allSatisfy(span -> {
            assertThat(span.getSpanContext().getTraceState().isEmpty()).isTrue();
            assertThat(span.getAttributes().toString()).doesNotContain("yyy").doesNotContain("z".repeat(257));
        });
    }

    @Test
    void nobodyHidesBehindATraceThatIsNotKept() {
        draw(Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-00"));

        assertThat(only(spansOf("generation"), "generation").getTraceId()).isEqualTo(TRACE);
    }

    @Test
    void whatIsAskedAgainAndAgainIsNotTraced() {
        get("/v1/slices");
        get("/v1/models");
        get("/");
        managed("/q/health");
        managed("/q/metrics");
        draw(Map.of());

        assertThat(spansOf("generation"))
                .filteredOn(
                        span -> span.getName().contains("/") || span.getName().startsWith("GET"))
                .extracting(SpanData::getName)
                .containsExactly("POST " + PATH);
    }

    private static Response draw(Map<String, String> headers) {
        return given().contentType("application/json")
                .headers(headers)
                .body(BODY)
                .post(PATH);
    }

    /** Those of the caller's trace once one of this name, and that of the request, are over. */
    private List<SpanData> spansOfTrace(String name) {
        await().untilAsserted(() ->
                assertThat(ofTrace()).extracting(SpanData::getName).contains(name, "POST " + PATH));
        return ofTrace();
    }

    private List<SpanData> ofTrace() {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(TRACE))
                .toList();
    }

    /** Everything there is once a span of this name, and that of the request, are over. */
    private List<SpanData> spansOf(String name) {
        await().untilAsserted(() -> assertThat(exporter.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .contains(name, "POST " + PATH));
        return exporter.getFinishedSpanItems();
    }

    private static SpanData only(List<SpanData> spans, String name) {
        List<SpanData> named =
                spans.stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(named).hasSize(1);
        return named.get(0);
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }
}
