package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.dialect.nativ.ProblemAssertions.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import dev.diffract.frontend.testing.FakeSlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that HTTP itself refuses: too large, in another form, by another method, at another address. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class RefusedRequestIT {

    private static final String PATH = "/v1/generations";
    private static final String PROMPT = "a secret red circle";

    @TestHTTPResource
    URI address;

    @Test
    void aBodyBeyondSixteenMegabytesIsTooLarge() {
        Response response = post("{\"prompt\": \"" + "p".repeat(17 << 20) + "\"}");

        assertProblem(response, 413, "too_large");
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsLimitedToo() throws IOException, InterruptedException {
        byte[] body = ("{\"prompt\": \"" + "p".repeat(17 << 20) + "\"}").getBytes(StandardCharsets.US_ASCII);
        HttpRequest request = HttpRequest.newBuilder(address.resolve(PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("A body may have 16 MiB at most.");
    }

    @Test
    void otherMediaTypesAreNotRead() {
        Response response = given().contentType("text/plain")
                .body("{\"prompt\": \"" + PROMPT + "\"}")
                .post(PATH);

        assertProblem(response, 415, "unsupported_media_type");
        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo("/v1/generations reads application/json only; set the Content-Type header to it.");
    }

    @Test
    void otherMediaTypesAreNotGiven() {
        Response response = given().contentType("application/json")
                .accept("image/webp")
                .body("{\"prompt\": \"" + PROMPT + "\"}")
                .post(PATH);

        assertProblem(response, 406, "not_acceptable");
    }

    @Test
    void severalPicturesAreNoSinglePng() {
        Response response = given().contentType("application/json")
                .accept("image/png")
                .body("{\"prompt\": \"" + PROMPT + "\", \"count\": 2}")
                .post(PATH);

        assertProblem(response, 406, "not_acceptable");
        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo("image/png is one picture and count is 2; ask for application/json or set count to 1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "text/event-stream"})
    void faultsAreProblemDocumentsWhateverIsAccepted(String accept) {
        Response response = given().contentType("application/json")
                .accept(accept)
                .body("{\"prompt\": \"" + PROMPT + "\", \"steps\": 0}")
                .post(PATH);

        assertProblem(response, 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", ";version=1"})
    void theTypeThatIsReadIsTheRoutes(String ending) {
        Response response = given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{}")
                .post("/v1/png-info" + ending);

        assertProblem(response, 415, "unsupported_media_type");
        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo("/v1/png-info" + ending + " reads image/png only; set the Content-Type header to it.");
    }

    @ParameterizedTest
    @CsvSource({"/v1/generations, application/json", "/v1/png-info, image/png"})
    void compressedBodiesAreNotRead(String path, String type) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write("{\"prompt\": \"a\"}".getBytes(StandardCharsets.UTF_8));
        }

        Response response = given().header("Content-Encoding", "gzip")
                .contentType(type)
                .body(compressed.toByteArray())
                .post(path);

        assertProblem(response, 415, "unsupported_media_type");
        assertThat(response.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo(path + " reads bodies that are not compressed; send it without a Content-Encoding header.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/png;q=0 | 406",
                "application/json;q=0, image/png;q=0, image/jpeg;q=0, text/event-stream;q=0, */* | 406",
                "application/json;q=0, image/png;q=0, text/event-stream;q=0, */* | image/jpeg",
                "image/webp | 406",
                "image/png;q=0, */* | application/json",
                "application/json;q=0, */* | image/png",
                "application/json;q=0.2, image/*;q=0.3 | image/png",
                "application/problem+json | application/json",
                "application/problem+json, image/png | image/png",
                "application/problem+json;q=0 | 406",
                "IMAGE/PNG | image/png",
                "image/jpeg | image/jpeg",
                "image/jpeg, image/png;q=0.9 | image/jpeg",
                "image/* | image/png",
                "nonsense | application/json",
                "text/event-stream, application/json;q=0.9 | text/event-stream"
            })
    void anAnswerIsOfATypeThatIsAccepted(String accept, String expected) {
        Response response = given().contentType("application/json")
                .header("Accept", accept)
                .body("{\"prompt\": \"" + PROMPT + "\"}")
                .post(PATH);

        if (expected.equals("406")) {
            assertProblem(response, 406, "not_acceptable");
        } else {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.contentType()).startsWith(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/slices", "/v1/generations", "/v1/png-info"})
    void anAddressHasTheMethodsThatItSays(String path) {
        for (String ending : List.of("", "/", ";version=1")) {
            String address = path + ending;
            String allowed = given().urlEncodingEnabled(false).options(address).header("Allow");
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "FOO")) {
                Response response = given().urlEncodingEnabled(false).request(method, address);

                if (List.of(allowed.split(", ")).contains(method)) {
                    assertThat(response.statusCode()).as(method + " " + address).isIn(200, 415);
                } else {
                    assertThat(response.statusCode()).as(method + " " + address).isEqualTo(405);
                    assertThat(response.header("Allow")).isEqualTo(allowed);
                }
            }
        }
    }

    /** Nor do they have methods. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/demo", "/v1/slices/0", "/v1/generations/7", "/v1/nothing", "/v1"})
    void whatIsNotThereHasNoMethods(String path) {
        for (String method : List.of("OPTIONS", "GET", "HEAD", "POST", "DELETE", "FOO")) {
            Response response = given().request(method, path);

            assertThat(response.statusCode()).as(method).isEqualTo(404);
            assertThat(response.header("Allow")).as(method).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", ";version=1"})
    void otherMethodsAreNotAllowed(String ending) {
        Response response = given().urlEncodingEnabled(false).get(PATH + ending);

        assertProblem(response, 405, "method_not_allowed");
        assertThat(response.header("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/v1", "/v1/generations/7"})
    void unknownAddressesAreNotFound(String path) {
        Response response = given().get(path);

        assertProblem(response, 404, "not_found");
        assertThat(response.jsonPath().getString("instance")).isEqualTo(path);
    }

    @Test
    void theCallersRequestIdComesBack() {
        given().header("X-Request-Id", "abc-123")
                .contentType("application/json")
                .body("{}")
                .post(PATH)
                .then()
                .header("X-Request-Id", "abc-123")
                .body("request_id", equalTo("abc-123"));
    }

    @Test
    void anUnfitRequestIdIsReplaced() {
        given().header("X-Request-Id", "a b{}")
                .contentType("application/json")
                .body("{}")
                .post(PATH)
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"))
                .body("request_id", notNullValue());
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post(PATH);
    }
}
