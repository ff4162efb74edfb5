package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.dialect.nativ.ProblemAssertions.assertProblem;
import static dev.diffract.frontend.testing.Rest.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.Scripts;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What cannot be done by the time at which it is wanted. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class DeadlinesIT extends WithHealthySlices {

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
        assertThat(late.jsonPath().getString("detail"))
                .matches("The generation's time was over( (during|before) the [a-z ]+)?\\.");
    }

    private static String body(int steps, int deadline) {
        return "{\"prompt\": \"a circle\", \"steps\": " + steps + ", \"deadline\": " + deadline + "}";
    }
}
