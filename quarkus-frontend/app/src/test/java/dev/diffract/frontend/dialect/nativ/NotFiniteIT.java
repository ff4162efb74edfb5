package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static dev.diffract.frontend.testing.Scripts.UNET_IS_SLOW;
import static dev.diffract.frontend.testing.Scripts.UNET_OVERFLOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.LoggedLines;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Slices whose UNet overflows, as engines in FP16 do. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class NotFiniteIT extends WithHealthySlices {

    @Inject
    InstanceDirectory directory;

    @Test
    void aUnetThatOverflowsIsAProblemForTheCallerAndALineWithItsSliceForTheLog() {
        slices.a().script(UNET_OVERFLOWS);
        slices.b().script(UNET_OVERFLOWS);
        double before = failures("a") + failures("b");
        double ended = outcomes();

        Response answer;
        try (LoggedLines log = new LoggedLines()) {
            answer = post(BODY);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("not_finite")
                            .containsPattern(
                                    "unet on [ab]: its output 'out_sample' at step 1/\\d+ holds NaN or infinity"));
        }

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("not_finite");
        assertThat(answer.jsonPath().getString("detail"))
                .startsWith("The picture left the range of numbers in the denoising: its output at step 1/")
                .doesNotContain("unet", "out_sample", "tiny")
                .doesNotContainPattern(" on [ab]\\b");
        assertThat(failures("a") + failures("b")).isEqualTo(before + 1);
        assertThat(outcomes()).isEqualTo(ended + 1);
        assertThat(directory.snapshots()).allMatch(snapshot -> snapshot.reason().isEmpty());
    }

    @Test
    void aSliceOfAnotherEngineDrawsItAndTheLogHasTheOne() {
        slices.b().engine("engine-2");
        await().until(() ->
                directory.snapshots().get(1).engine(TestRepository.UNET).equals(Optional.of("engine-2")));
        // What a slice failed at before its last answer is no news: it draws one alone.
        slices.b().ready(false);
        awaitStates("healthy", "unhealthy");
        post(BODY).then().statusCode(200);
        slices.b().ready(true);
        awaitStates("healthy", "healthy");
        slices.a().script(UNET_OVERFLOWS);
        slices.b().script(UNET_IS_SLOW);

        List<Response> answers = new ArrayList<>();
        try (LoggedLines log = new LoggedLines()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                answers.add(post(BODY));
                return log.lines().stream()
                        .anyMatch(line -> line.matches("slice a: a call of tiny-11111111\\.unet failed: its output"
                                + " 'out_sample' at step \\d+/\\d+ holds NaN or infinity.*"));
            });
        }

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.jsonPath().getList("images[0].slices")).contains("b");
        });
        assertThat(directory.snapshots()).extracting(InstanceSnapshot::reason).containsOnly(Optional.empty());
    }

    private static double failures(String slice) {
        return metric("diffract_call_failures_total{kind=\"not_finite\",slice=\"" + slice + "\"}");
    }

    private static double outcomes() {
        return metric("diffract_requests_total{outcome=\"not_finite\"}");
    }
}
