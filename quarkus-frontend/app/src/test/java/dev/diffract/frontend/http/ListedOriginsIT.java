package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the configured origins draw, and the configured hosts are answered to. */
@QuarkusTest
@TestProfile(ListedOriginsIT.Listed.class)
@QuarkusTestResource(FakeSlices.class)
class ListedOriginsIT extends WithHealthySlices {

    private static final String STUDIO = "https://studio.example";

    public static final class Listed implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "diffract.http.origins",
                    STUDIO + ",http://localhost:3000",
                    "diffract.http.hosts",
                    "pictures.example,192.0.2.7,2001:db8::7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STUDIO, "http://localhost:3000"})
    void aListedOriginDrawsAndReadsTheAnswer(String origin) {
        Response drawn = given().header("Origin", origin)
                .header("Sec-Fetch-Site", "cross-site")
                .contentType("application/json")
                .body(BODY)
                .post(PATH);

        assertThat(drawn.statusCode()).isEqualTo(200);
        assertThat(drawn.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(drawn.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(drawn.header("Access-Control-Expose-Headers")).contains("X-Request-Id", "Retry-After", "X-Seed");
        assertThat(drawn.headers().getValues("Vary")).anyMatch(vary -> vary.equalsIgnoreCase("origin"));
    }

    @Test
    void aListedOriginReadsWhatWasWrong() {
        Response refused = given().header("Origin", STUDIO)
                .contentType("application/json")
                .body("{\"prompt\": 1}")
                .post(PATH);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(STUDIO);
    }

    @Test
    void itsPreflightIsAnswered() {
        Response preflight = given().header("Origin", STUDIO)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-request-id")
                .options(PATH);

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(STUDIO);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST", "DELETE");
        assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("content-type,x-request-id");
        assertThat(preflight.header("Access-Control-Max-Age")).isEqualTo("600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://studio.example",
                "https://studio.example:8443",
                "https://studio.example.evil.example",
                "https://notstudio.example",
                "http://localhost:3001",
                "null"
            })
    void othersAreRefusedAsEver(String origin) {
        Response refused = given().header("Origin", origin)
                .header("Sec-Fetch-Site", "cross-site")
                .contentType("application/json")
                .body(BODY)
                .post(PATH);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.header("Access-Control-Allow-Origin")).isNull();
        assertThat(refused.header("Vary")).isEqualToIgnoringCase("origin");
    }

    /** An answer to one is kept by caches for all: it says that it depends on who asks. */
    @Test
    void whatIsReadWithoutAnOriginVariesToo() {
        assertThat(given().get("/v1/models").headers().getValues("Vary"))
                .anyMatch(vary -> vary.equalsIgnoreCase("origin"));
    }

    @Test
    void configuredHostsAreAnsweredTo() {
        for (String host : List.of("pictures.example", "Pictures.Example:443", "192.0.2.7", "[2001:DB8:0::7]:8080")) {
            assertThat(given().header("Host", host).get("/v1/models").statusCode())
                    .as(host)
                    .isEqualTo(200);
        }
        assertThat(given().header("Host", "other.example").get("/v1/models").statusCode())
                .isEqualTo(421);
    }
}
