package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawExchange;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites have a browser send is refused, unless their origin is listed; here none is. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class CrossSiteIT extends WithHealthySlices {

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: cross-site|Origin: https://evil.example",
                "Sec-Fetch-Site: same-site|Origin: http://localhost:3000",
                "Sec-Fetch-Site: cross-site|Origin: http://localhost:8080",
                "Sec-Fetch-Site: something-new",
                "Sec-Fetch-Site: none|Origin: https://evil.example",
                "Sec-Fetch-Site: same-origin|Sec-Fetch-Site: cross-site",
                "Origin: https://evil.example",
                "Origin: http://localhost:3000",
                "Origin: http://localhost",
                "Origin: https://localhost",
                "Origin: http://127.0.0.1:8080",
                "Origin: http://evil.example@localhost:8080",
                "Origin: null",
                "Origin: *",
                "Origin: file://",
                "Origin: http://localhost:8080|Origin: https://evil.example"
            })
    void whatAnotherSiteHasABrowserSendIsRefused(String headers) throws IOException {
        RawExchange refused = draw(headers);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers())
                .contains("content-type: application/problem+json")
                .noneMatch(header -> header.startsWith("access-control-"));
        assertThat(refused.body()).contains("\"code\":\"cross_site\"", "diffract.http.origins");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Client: a program that is no browser",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: same-origin|Origin: http://localhost:8080",
                "Sec-Fetch-Site: none",
                "Origin: http://localhost:8080",
                "Origin: http://LOCALHOST:8080",
                // A proxy before it gave the request another host; the browser knows better.
                "Sec-Fetch-Site: same-origin|Origin: https://pictures.example"
            })
    void ourOwnPageAndProgramsDraw(String headers) throws IOException {
        assertThat(draw(headers).status()).isEqualTo(200);
    }

    /** A proxy that ends TLS passes the host on, and the scheme is another one. */
    @Test
    void behindAProxyTheHostCountsAndTheUsualPortIsNotWritten() throws IOException {
        List<String> request =
                List.of("POST " + PATH + " HTTP/1.1", "Host: localhost", "Content-Type: application/json");
        for (String origin : List.of("https://localhost", "https://localhost:443", "http://localhost")) {
            List<String> lines = new ArrayList<>(request);
            lines.add("Origin: " + origin);
            assertThat(RawExchange.send(address, lines, BODY).status())
                    .as(origin)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/png-info", "/v1/models", "/v1/unheard-of", "/sdapi/v1/txt2img", "/"})
    void whateverTheAddressIs(String path) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            Response refused = given().header("Sec-Fetch-Site", "cross-site").request(method, path);

            assertThat(refused.statusCode()).as(method).isEqualTo(403);
            assertThat(refused.asString()).contains("diffract.http.origins");
        }
    }

    /** It costs nothing, and the page does not get to see it. */
    @Test
    void readingIsAnsweredAndNotShown() {
        Response models = given().header("Origin", "https://evil.example")
                .header("Sec-Fetch-Site", "cross-site")
                .get("/v1/models");

        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(models.headers().asList())
                .noneMatch(header -> header.getName().startsWith("Access-Control-"));
    }

    @Test
    void aPreflightIsRefusedWithTheKey() {
        Response refused = given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options(PATH);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains("diffract.http.origins");
        assertThat(given().options(PATH).statusCode()).isEqualTo(200);
    }

    /** The body of a refused request does not keep its answer from being read. */
    @Test
    void aLargeBodyIsThrownAway() throws IOException {
        List<String> lines = List.of("POST " + PATH + " HTTP/1.1", "Host: localhost", "Origin: null");
        RawExchange refused = RawExchange.send(address, lines, "x".repeat(20 << 20));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(draw("Sec-Fetch-Site: none").status()).isEqualTo(200);
    }

    private RawExchange draw(String headers) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("POST " + PATH + " HTTP/1.1", "Host: localhost:8080", "Content-Type: application/json"));
        lines.addAll(List.of(headers.split("\\|")));
        return RawExchange.send(address, lines, BODY);
    }
}
