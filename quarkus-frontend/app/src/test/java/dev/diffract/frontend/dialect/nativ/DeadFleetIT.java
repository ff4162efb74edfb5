package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where all slices have been looked at and nothing is there, nobody is left to wait who is told nothing meanwhile. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class DeadFleetIT extends WithHealthySlices {

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png"})
    void isSaidAtOnce(String accept) {
        double counted = metric("diffract_requests_total{outcome=\"no_slice\"}");
        slices.a().kill();
        slices.b().checkpoint("sha256:aaaaaaaaaaaabbbb");
        awaitStates("unknown", "mismatched");

        Response answer = given().contentType("application/json")
                .accept(accept)
                .body(BODY)
                .post(PATH);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("no_slice");
        // Whoever had waited in vain would read another sentence.
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("No slice can draw: none that serves this model answers.");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(metric("diffract_requests_total{outcome=\"no_slice\"}")).isEqualTo(counted + 1);
    }

    @Test
    void isWaitedForByWhoSeesThatItIs() {
        slices.a().kill();
        slices.b().kill();
        awaitStates("unknown", "unknown");

        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> given().contentType("application/json")
                .accept("text/event-stream")
                .body(BODY)
                .post(PATH));
        await().untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isOne());
        slices.a().start();

        List<Event> events = EventReader.read(answer.join().asString());
        assertThat(events.get(0).name()).isEqualTo("started");
        assertThat(events.get(events.size() - 1).name()).isEqualTo("completed");
    }

    @Test
    void isNotOneOfWhichASliceIsOnlyNotReady() {
        slices.a().kill();
        slices.b().ready(false);
        awaitStates("unknown", "unhealthy");

        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> post(BODY));
        await().untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isOne());
        slices.b().ready(true);

        assertThat(answer.join().statusCode()).isEqualTo(200);
    }
}
