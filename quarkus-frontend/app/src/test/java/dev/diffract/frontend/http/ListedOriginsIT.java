package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the configured origins draw, and the configured hosts are answered to. */
@QuarkusTest
@TestProfile(ListedOriginsIT.Listed.class)
@QuarkusTestResource(FakeSlices.class)
class ListedOriginsIT extends WithHealthySlices {

    private static final String STUDIO = "https://studio.example";

    /** The Fetch standard's safelisted response headers. */
    private static final Set<String> SHOWN_TO_ALL = Set.of(
            "Cache-Control",
            "Content-Language",
            "Content-Length",
            "Content-Type",
            "Expires",
            "Last-Modified",
            "Pragma");

    /** What browsers and proxies act on themselves. */
    private static final Set<String> FOR_BROWSERS = Set.of(
            "Content-Encoding",
            "Content-Security-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Date",
            "Referrer-Policy",
            "Transfer-Encoding",
            "Vary",
            "X-Accel-Buffering",
            "X-Content-Type-Options",
            "X-SSE-Content-Type");

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

    /** However it is written, as browsers do not; what they compare the answer with is what they sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                STUDIO,
                "http://localhost:3000",
                "HTTPS://STUDIO.EXAMPLE",
                "https://studio.example:443",
                "https://Studio.Example."
            })
    void aListedOriginDrawsAndReadsTheAnswer(String origin) {
        Response drawn = given().header("Origin", origin)
                .header("Sec-Fetch-Site", "cross-site")
                .contentType("application/json")
                .body(BODY)
                .post(PATH);

        assertThat(drawn.statusCode()).isEqualTo(200);
        assertThat(drawn.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(drawn.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(drawn.header("Access-Control-Expose-Headers"))
                .contains("X-Request-Id", "Retry-After", "X-Seed", "X-Done-By", "X-Not-Honoured");
        assertThat(drawn.headers().getValues("Vary")).anyMatch(vary -> vary.equalsIgnoreCase("origin"));
    }

    /** Neither less than answers say nor more: what browsers show to every page, and what is for them and not for programs, left out. */
    @Test
    void aListedOriginReadsEveryHeaderThatAnswersHave() {
        List<Response> answers = new ArrayList<>(List.of(
                asked().body(BODY).post(PATH),
                asked().accept("image/png")
                        .body("{\"prompt\": \"a <lora:b:1>\"}")
                        .post(PATH),
                asked().accept("text/event-stream").body(BODY).post(PATH),
                asked().body("{}").post(PATH),
                asked().header("Content-Encoding", "gzip").body("{}").post(PATH),
                asked().body("{}").put(PATH),
                given().header("Origin", STUDIO).get("/v1/models"),
                given().header("Origin", STUDIO).get("/app.js")));
        slices.a().checkpoint("sha256:aaaaaaaaaaaabbbb");
        slices.b().checkpoint("sha256:aaaaaaaaaaaabbbb");
        awaitStates("mismatched", "mismatched");
        answers.add(asked().body(BODY).post(PATH));

        assertThat(answers)
                .extracting(Response::statusCode)
                .containsExactly(200, 200, 200, 400, 415, 405, 200, 200, 503);
        Set<String> said = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        answers.forEach(answer -> answer.headers().forEach(header -> said.add(header.getName())));
        said.removeAll(SHOWN_TO_ALL);
        said.removeAll(FOR_BROWSERS);
        said.removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(
                                answer.header("Access-Control-Expose-Headers").split("\\s*,\\s*"))
                        .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                        .containsExactlyInAnyOrderElementsOf(said));
    }

    private static RequestSpecification asked() {
        return given().header("Origin", STUDIO).contentType("application/json");
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
        Response preflight = preflight(PATH);

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(STUDIO);
        assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("content-type,x-request-id");
        assertThat(preflight.header("Access-Control-Max-Age")).isEqualTo("600");
    }

    /** No more than an Allow header would say. */
    @ParameterizedTest
    @CsvSource({
        PATH + ", 'OPTIONS,POST'",
        "/v1/png-info, 'OPTIONS,POST'",
        "/v1/models, 'GET,HEAD,OPTIONS'",
        "/v1/slices, 'GET,HEAD,OPTIONS'",
        "/v1/nothing, 'GET,HEAD'",
        "/, 'GET,HEAD'",
        "/q/openapi, 'GET,HEAD'"
    })
    void aPreflightAllowsTheMethodsOfItsAddress(String path, String methods) {
        assertThat(preflight(path).header("Access-Control-Allow-Methods").split("\\s*,\\s*"))
                .containsExactlyInAnyOrder(methods.split(","));
    }

    private static Response preflight(String path) {
        return given().header("Origin", STUDIO)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-request-id")
                .options(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://studio.example",
                "https://studio.example:8443",
                "https://studio.example.evil.example",
                "https://notstudio.example",
                "HTTPS://NOTSTUDIO.EXAMPLE",
                "HTTPS://STUDIO.EXAMPLE/",
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
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.jsonPath().getString("code")).isEqualTo("cross_site");
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
