package dev.diffract.frontend.tracing;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.trace.Span;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The application as it is where nobody says where traces go. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class UntracedIT extends WithHealthySlices {

    @Inject
    InMemorySpanExporter exporter;

    @Inject
    OpenTelemetry library;

    @Inject
    Traces traces;

    @Test
    void nothingIsRecorded() {
        given().contentType("application/json")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .body(BODY)
                .post(PATH)
                .then()
                .statusCode(200);

        assertThat(traces.current()).isSameAs(Span.NONE);
        library.getTracer("test").spanBuilder("a span that is over").startSpan().end();
        assertThat(library)
                .isInstanceOfSatisfying(
                        OpenTelemetrySdk.class,
                        sdk -> assertThat(sdk.getSdkTracerProvider()
                                        .forceFlush()
                                        .join(1, TimeUnit.MINUTES)
                                        .isSuccess())
                                .isTrue());
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }
}
