package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.dialect.nativ.ProblemAssertions.assertProblem;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.Scripts;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What cannot be done by the time at which it is wanted. */
@QuarkusTest
@TestProfile(DeadlinesIT.Waiting.class)
@QuarkusTestResource(FakeSlices.class)
class DeadlinesIT extends WithHealthySlices {

    /** A step takes 100 ms. */
    private static final int LONG = 150;

    private static final int ENOUGH = 10;

    @TestHTTPResource("/v1/generations")
    URI address;

    /** Some may wait. */
    public static final class Waiting implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("diffract.generation.max-queued", "20");
        }
    }

    /** Ten have been drawn, so that it is known how long they take; then so much waits that one with little time is late for sure. */
    @Test
    void whatWouldBeLateIsRefusedAtTheDoorAndToldWhenToComeAgain() {
        slices.a().script(Scripts.UNET_IS_SLOW);
        slices.b().script(Scripts.UNET_IS_SLOW);
        for (int i = 0; i < ENOUGH; i++) {
            assertThat(post(body(2, 60)).statusCode()).isEqualTo(200);
        }
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<?>> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(client.sendAsync(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body(LONG, 300)))
                            .build(),
                    HttpResponse.BodyHandlers.discarding()));
        }
        try {
            await().untilAsserted(
                            () -> assertThat(metric("diffract_queue_depth")).isEqualTo(3));
            Response refused = post(body(LONG, 1));
            assertProblem(refused, 429, "queue_full");
            assertThat(refused.jsonPath().getString("detail"))
                    .matches(
                            "So much is before it that it would take at least [0-9]+ s, and it would not be done by its"
                                    + " deadline\\.");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            assertThat(metric("diffract_queue_depth")).isEqualTo(3);
        } finally {
            held.forEach(one -> one.cancel(true));
        }
    }

    @Test
    void theAnswerTellsWhenItWasToBeDone() {
        assertThat(post(body(2, 60)).statusCode()).isEqualTo(200);
        Response later = post(body(2, 60));
        Instant created = Instant.parse(later.jsonPath().getString("created"));
        assertThat(Instant.parse(later.jsonPath().getString("done_by")))
                .isAfter(created)
                .isBeforeOrEqualTo(created.plusSeconds(60));
    }

    @Test
    void whatIsLateIsGivenUp() {
        slices.a().script(Scripts.UNET_IS_SILENT);
        slices.b().script(Scripts.UNET_IS_SILENT);
        Response late = post(body(2, 1));
        assertProblem(late, 504, "deadline");
        assertThat(late.jsonPath().getString("detail")).startsWith("The generation's time was over");
    }

    private static String body(int steps, int deadline) {
        return "{\"prompt\": \"a circle\", \"steps\": " + steps + ", \"deadline\": " + deadline + "}";
    }
}
