package dev.diffract.frontend.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that belong to no dialect. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class NoDialectIT {

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/v2/models/unet/infer", "/v1x", "/q/nothing"})
    void anUnknownAddressIsASentence(String path) {
        Response response = given().get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.contentType()).startsWith("text/plain");
        assertThat(response.asString()).isEqualTo("Nothing answers GET " + path + ".\n");
        assertThat(response.header("X-Request-Id")).isNotBlank();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWithTheLimit() {
        Response response = given().contentType("text/plain")
                .body("x".repeat((1 << 20) + 1))
                .post("/nothing");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.asString()).isEqualTo("A body sent to this address may have 1 MiB at most.\n");
    }

    /** As clients of other programs do. */
    @ParameterizedTest
    @ValueSource(strings = {"/sdapi/v1/txt2img", "/v2/models/unet/infer"})
    void itsBodyIsNotRead(String path) {
        Response response = given().contentType("application/json")
                .body("{\"prompt\": \"a\"}")
                .post(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.asString()).isEqualTo("Nothing answers POST " + path + ".\n");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /",
        "PUT, /",
        "DELETE, /index.html",
        "OPTIONS, /",
        "PATCH, /style.css",
        "POST, /js/api.js",
        "FOO, /"
    })
    void thePagesFilesCanOnlyBeRead(String method, String path) {
        Response response = given().request(method, path);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(response.asString())
                .isEqualTo(path + " can only be read; it does not know the method " + method + ".\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/q/openapi", "/q/openapi.json", "/q/openapi.yaml", "/q/swagger-ui", "/q/swagger-ui/index.html"})
    void theInterfacesDescriptionCanOnlyBeRead(String path) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO")) {
            Response response = given().redirects().follow(false).request(method, path);

            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
            assertThat(response.asString())
                    .isEqualTo(path + " can only be read; it does not know the method " + method + ".\n");
        }
        assertThat(given().get(path).statusCode()).isEqualTo(200);
        assertThat(given().head(path).statusCode()).isEqualTo(200);
    }

    /** What there is can be asked for without its body. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/js/api.js"})
    void thePagesFilesHaveTheMethodsThatTheySay(String path) {
        assertThat(given().get(path).statusCode()).isEqualTo(200);
        assertThat(given().head(path).statusCode()).isEqualTo(200);
    }
}
