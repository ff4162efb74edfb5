package dev.diffract.frontend.service;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.generation.Job;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RememberedJobs;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Behind a proxy that is to be believed, who asks is who the proxy says. */
@QuarkusTest
@TestProfile(RememberedJobs.BehindProxy.class)
@QuarkusTestResource(FakeSlices.class)
class CallerBehindProxyIT extends WithHealthySlices {

    @Inject
    RememberedJobs jobs;

    @Test
    void theCallerIsWhoTheProxySays() {
        given().contentType("application/json")
                .header("X-Forwarded-For", "203.0.113.9")
                .body(BODY)
                .post(PATH)
                .then()
                .statusCode(200);
        assertThat(last().caller().name()).isEqualTo("203.0.113.9");
    }

    private Job last() {
        return jobs.accepted().get(jobs.accepted().size() - 1);
    }
}
