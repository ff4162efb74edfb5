package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer says what a browser may do with it. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class SecurityHeadersIT extends WithHealthySlices {

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "GET, /app.js, 200",
        "GET, /v1/models, 200",
        "GET, /q/openapi, 200",
        "GET, /nothing, 404",
        "GET, /v1/nothing, 404",
        "GET, /v1/generations, 405",
        "POST, /v1/generations, 415",
        "OPTIONS, /v1/models, 200",
        "HEAD, /, 200"
    })
    void whateverIsAnswered(String method, String path, int status) {
        Response answer = given().request(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertProtected(answer);
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'self'; img-src 'self' blob: data:;")
                .doesNotContain("unsafe");
    }

    @Test
    void picturesAndRefusalsToo() {
        assertProtected(post(BODY));
        assertProtected(post("{}"));
        assertProtected(given().header("Host", "evil.example").get("/"));
        assertProtected(given().header("Sec-Fetch-Site", "cross-site").post("/v1/generations"));
    }

    /** Swagger UI begins with a script in its page; nothing else may. */
    @Test
    void swaggerUiAloneRunsWhatStandsInItsPage() {
        Response page = given().get("/q/swagger-ui/");

        assertProtected(page);
        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self' 'unsafe-inline'");
        assertThat(given().redirects().follow(false).get("/q/swagger").header("Content-Security-Policy"))
                .doesNotContain("unsafe");
        assertThat(given().redirects().follow(false).get("/q/swagger-ui/../../").header("Content-Security-Policy"))
                .doesNotContain("unsafe");
    }

    @Test
    void healthAndMetricsAreNoPages() {
        for (String path : new String[] {"/q/health/live", "/q/metrics"}) {
            Response answer = managed(path);

            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
        }
    }

    private static void assertProtected(Response answer) {
        assertThat(answer.headers().getValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'");
        assertThat(answer.headers().getValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().getValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.headers().getValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
        assertThat(answer.headers().getValues("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
    }
}
