package dev.diffract.frontend.dialect.nativ;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;

/** What is true of every problem document. */
final class ProblemAssertions {

    private ProblemAssertions() {}

    static void assertProblem(Response response, int status, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("type")).isEqualTo("urn:diffract:problem:" + code);
        assertThat(response.jsonPath().getString("title")).isNotBlank();
        assertThat(response.jsonPath().getInt("status")).isEqualTo(status);
        assertThat(response.jsonPath().getString("detail")).isNotBlank();
        assertThat(response.jsonPath().getString("instance")).startsWith("/");
        assertThat(response.jsonPath().getString("code")).isEqualTo(code);
        assertThat(response.jsonPath().getString("request_id")).isEqualTo(response.header("X-Request-Id"));
        assertThat(response.asString()).doesNotContain("secret", "Exception", "\tat ");
    }
}
