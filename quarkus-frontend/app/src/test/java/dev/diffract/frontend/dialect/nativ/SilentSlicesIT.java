package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static dev.diffract.frontend.testing.Scripts.UNET_IS_SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.LoggedLines;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Slices that take calls of the UNet and never answer, and a frontend that waits two seconds for them. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
@TestProfile(SilentSlicesIT.Short.class)
class SilentSlicesIT extends WithHealthySlices {

    private static final String NO_ANSWER = "no answer (in time|within \\d+ ms)";

    /** Instead of half a minute. */
    public static final class Short implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("diffract.call.deadline", "2s");
        }
    }

    @Test
    void aCallWithoutAnAnswerIsCountedAndToldWithItsSliceAndTriedOnTheOther() {
        aCallOfItGoesWell(); // the first failure after that is news
        slices.a().script(UNET_IS_SILENT);
        double before = timeouts("a");
        double retries = metric("diffract_retries_total");

        try (LoggedLines log = new LoggedLines()) {
            await().until(
                            () -> { // which slice a step goes to is the dispatcher's affair
                                assertThat(post(BODY).statusCode()).isEqualTo(200);
                                return timeouts("a") > before;
                            });

            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).matches("slice a: a call of unet failed: " + NO_ANSWER))
                    .noneSatisfy(line -> assertThat(line).contains("slice b: a call of"));
        }
        assertThat(metric("diffract_retries_total")).isGreaterThan(retries);
    }

    @Test
    void whereNoneAnswersTheLogNamesEveryAttemptUnderTheRequestsId() {
        slices.a().script(UNET_IS_SILENT);
        slices.b().script(UNET_IS_SILENT);
        double before = timeouts("a") + timeouts("b");

        Response answer;
        try (LoggedLines log = new LoggedLines()) {
            answer = post(BODY);

            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains(answer.header("X-Request-Id"))
                            .containsPattern("unet on a: " + NO_ANSWER)
                            .containsPattern("unet on b: " + NO_ANSWER));
        }
        assertThat(answer.statusCode()).isBetween(500, 599);
        assertThat(answer.asString()).doesNotContain("on a", "on b");
        assertThat(timeouts("a") + timeouts("b")).isGreaterThanOrEqualTo(before + 2);
    }

    private static void aCallOfItGoesWell() {
        await().until(() -> post(BODY).jsonPath().getList("images[0].slices").contains("a"));
    }

    private static double timeouts(String slice) {
        return metric("diffract_call_failures_total{kind=\"deadline\",slice=\"" + slice + "\"}");
    }
}
