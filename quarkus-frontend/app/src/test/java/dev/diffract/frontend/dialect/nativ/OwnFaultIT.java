package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.BrokenGateway;
import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.LoggedFaults;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of the frontend's own in the middle of a generation: it says so, blames no slice, and goes on. */
@QuarkusTest
@TestProfile(BrokenGateway.Profile.class)
@QuarkusTestResource(FakeSlices.class)
class OwnFaultIT extends WithHealthySlices {

    private static final RuntimeException FAULT = new NullPointerException("secret tensor");

    @Inject
    BrokenGateway gateway;

    private LoggedFaults logged;

    @BeforeEach
    void listen() {
        logged = new LoggedFaults();
    }

    @AfterEach
    void mend() {
        gateway.breakWith(null);
        logged.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png"})
    void isA500ThatSaysWhoseFaultItIs(String accepted) {
        gateway.breakWith(FAULT);
        double before = metric("diffract_requests_total{outcome=\"internal\"}");

        Response answer = given().contentType("application/json")
                .accept(accepted)
                .body(BODY)
                .post(PATH);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("code")).isEqualTo("internal");
        assertThat(answer.jsonPath().getString("title")).isEqualTo("The frontend has a fault");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("Something unforeseen happened; the log has it under the request's id.");
        assertThat(answer.asString()).doesNotContain("secret", "Exception", "slice");
        assertThat(metric("diffract_requests_total{outcome=\"internal\"}")).isEqualTo(before + 1);
        assertThat(logged.causes()).containsExactly(FAULT);
    }

    static Stream<Throwable> errorsOfAWorker() {
        return Stream.of(
                new StackOverflowError(), new NoClassDefFoundError("secret/Tensor"), new AssertionError("secret"));
    }

    /** The generation's deadline is minutes away: an answer at all means that nobody waited for it. */
    @ParameterizedTest
    @MethodSource("errorsOfAWorker")
    void anErrorEndsItsGenerationAtOnceAndIsLoggedOnce(Throwable error) {
        gateway.breakWith(error);
        double before = metric("diffract_requests_total{outcome=\"internal\"}");

        Response answer = post(BODY);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.asString()).doesNotContain("secret", "Error");
        assertThat(metric("diffract_requests_total{outcome=\"internal\"}")).isEqualTo(before + 1);
        assertThat(metric("diffract_requests_total{outcome=\"deadline\"}")).isZero();
        assertThat(logged.causes()).containsExactly(error);
    }

    @Test
    void isTheLastEventOfAStream() {
        gateway.breakWith(FAULT);

        List<Event> events = EventReader.read(given().contentType("application/json")
                .accept("text/event-stream")
                .body(BODY)
                .post(PATH)
                .asString());

        Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("failed");
        assertThat(last.data().getInt("status")).isEqualTo(500);
        assertThat(last.data().getString("code")).isEqualTo("internal");
        assertThat(logged.causes()).containsExactly(FAULT);
    }

    @Test
    void isHeldAgainstNoSlice() {
        gateway.breakWith(FAULT);
        double retries = metric("diffract_retries_total");

        assertThat(post(BODY).statusCode()).isEqualTo(500);

        awaitStates("healthy", "healthy");
        assertThat(managed("/q/metrics").asString().lines())
                .filteredOn(line -> line.startsWith("diffract_slice_failures_total{"))
                .hasSize(2)
                .allMatch(line -> line.endsWith(" 0.0"));
        assertThat(get("/v1/slices").jsonPath().<Integer>getList("slices.in_flight"))
                .containsExactly(0, 0);
        assertThat(metric("diffract_retries_total")).isEqualTo(retries);
        assertThat(slices.a().calls()).isEmpty();
        assertThat(slices.b().calls()).isEmpty();
    }

    @Test
    void whenItIsGoneTheNextRequestIsDrawn() {
        gateway.breakWith(FAULT);
        post(BODY).then().statusCode(500);
        gateway.breakWith(null);
        post(BODY).then().statusCode(200);
    }
}
