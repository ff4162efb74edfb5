package dev.diffract.frontend.service;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.generation.Job;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RememberedJobs;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks is known by where the request comes from, whatever it says of itself. */
@QuarkusTest
@TestProfile(RememberedJobs.Profile.class)
@QuarkusTestResource(FakeSlices.class)
class CallerIT extends WithHealthySlices {

    @Inject
    RememberedJobs jobs;

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png", "text/event-stream"})
    void theCallerIsTheAddressAtTheOtherEnd(String accepted) {
        int before = jobs.accepted().size();
        given().contentType("application/json")
                .accept(accepted)
                .header("X-Forwarded-For", "203.0.113.9")
                .body(BODY)
                .post(PATH)
                .then()
                .statusCode(200);
        assertThat(jobs.accepted()).hasSize(before + 1);
        assertThat(last().caller().name()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(last().priority()).isZero();
    }

    @Test
    void theClassAndTheTimeAreThoseThatAreAskedFor() {
        int before = jobs.accepted().size();
        given().contentType("application/json")
                .body("{\"prompt\": \"a circle\", \"priority\": \"batch\", \"deadline\": 60}")
                .post(PATH)
                .then()
                .statusCode(200);
        assertThat(jobs.accepted()).hasSize(before + 1);
        assertThat(last().priority()).isEqualTo(Standing.BATCH);
        assertThat(last().deadline()).isEqualTo(last().accepted().plusSeconds(60));
    }

    private Job last() {
        return jobs.accepted().get(jobs.accepted().size() - 1);
    }
}
