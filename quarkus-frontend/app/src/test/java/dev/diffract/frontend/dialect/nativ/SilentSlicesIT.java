package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static dev.diffract.frontend.testing.Scripts.UNET_IS_SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.FakeTriton.Script;
import dev.diffract.frontend.testing.LoggedLines;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Where so many calls were answered before that it is known how long they take, it is made elsewhere before its time is over. */
    @Test
    void aCallWithoutAnAnswerIsCountedAndToldWithItsSliceAndMadeOnTheOther() {
        aCallOfItGoesWell(); // the first failure after that is news
        slices.a().script(UNET_IS_SILENT);
        double before = timeouts("a") + hedges("a");
        double elsewhere = metric("diffract_retries_total") + hedges("a");

        try (LoggedLines log = new LoggedLines()) {
            await().until(
                            () -> { // which slice a step goes to is the dispatcher's affair, as long as both have room
                                slices.b().script(fullOnce());
                                assertThat(post(BODY).statusCode()).isEqualTo(200);
                                return timeouts("a") + hedges("a") > before;
                            });

            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .matches("slice a: a call (of tiny-11111111\\.unet failed: " + NO_ANSWER
                                    + "|takes much longer than such calls did.*)"))
                    .noneSatisfy(line -> assertThat(line).contains("slice b: a call of"));
        }
        assertThat(metric("diffract_retries_total") + hedges("a")).isGreaterThan(elsewhere);
    }

    /** That is none of the request's fault, and waited out: here for nine seconds. */
    @Test
    void whereNoneAnswersEachSlicesSilenceIsLoggedAndTheRequestEndsWithItsTime() {
        slices.a().script(UNET_IS_SILENT);
        slices.b().script(UNET_IS_SILENT);
        double before = timeouts("a") + timeouts("b");

        Response answer;
        try (LoggedLines log = new LoggedLines()) {
            answer = post(BODY.replace("}", ", \"deadline\": 9}"));

            assertThat(log.lines())
                    .anySatisfy(
                            line -> assertThat(line).containsPattern("slice a: a call of .*unet failed: " + NO_ANSWER))
                    .anySatisfy(
                            line -> assertThat(line).containsPattern("slice b: a call of .*unet failed: " + NO_ANSWER))
                    .anySatisfy(line -> assertThat(line).contains(answer.header("X-Request-Id"), "deadline in"));
        }
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.asString()).doesNotContain("on a", "on b");
        assertThat(timeouts("a") + timeouts("b")).isGreaterThanOrEqualTo(before + 2);
    }

    private void aCallOfItGoesWell() {
        await().until(() -> {
            slices.b().script(fullOnce());
            return post(BODY).jsonPath().getList("images[0].slices").contains("a");
        });
    }

    /** The first call of the UNet has to go elsewhere. */
    private static Script fullOnce() {
        AtomicBoolean asked = new AtomicBoolean();
        return (request, answer) -> {
            boolean full = request.getModelName().equals(TestRepository.UNET) && asked.compareAndSet(false, true);
            if (full) {
                answer.onError(Status.UNAVAILABLE
                        .withDescription("Exceeds maximum queue size")
                        .asRuntimeException());
            }
            return full;
        };
    }

    private static double hedges(String slice) {
        return metric("diffract_hedges_total{slice=\"" + slice + "\"}");
    }

    private static double timeouts(String slice) {
        return metric("diffract_call_failures_total{kind=\"deadline\",slice=\"" + slice + "\"}");
    }
}
