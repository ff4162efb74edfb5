package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawExchange;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be kept of answers, and how the page's files come. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class CacheHeadersIT extends WithHealthySlices {

    @TestHTTPResource
    private URI address;

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/slices", "/v1/nothing"})
    void whatIsReadIsNotKept(String path) {
        assertThat(get(path).headers().getValues("Cache-Control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png", "text/event-stream", "audio/mpeg"})
    void whatIsDrawnIsNotKept(String accept) {
        Response answer = given().contentType("application/json")
                .accept(accept)
                .body(BODY)
                .post("/v1/generations");

        assertThat(answer.statusCode()).isEqualTo(accept.startsWith("audio") ? 406 : 200);
        assertThat(answer.headers().getValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void refusalsAreNotKeptEither() {
        Response answer = given().contentType("application/json").body("{}").post("/v1/generations");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().getValues("Cache-Control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/app.js", "/style.css", "/favicon.svg", "/js/form.js"})
    void aFileOfThePageIsAskedForOnceAndThenWhetherItIsTheSame(String path) {
        Response first = get(path);
        String tag = first.header("ETag");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().getValues("Cache-Control")).containsExactly("no-cache");
        assertThat(tag).matches("W/\"[0-9a-f]{24}\"");
        for (String known : new String[] {tag, "\"other\", " + tag, tag.substring(2), "*"}) {
            Response again = given().header("If-None-Match", known).get(path);
            assertThat(again.statusCode()).as(known).isEqualTo(304);
            assertThat(again.asByteArray()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(tag);
        }
        assertThat(given().header("If-None-Match", "W/\"other\"").get(path).asString())
                .isEqualTo(first.asString());
        assertThat(given().head(path).header("ETag")).isEqualTo(tag);
    }

    @Test
    void filesHaveTagsOfTheirOwnAndWhatIsNoneHasNone() {
        assertThat(get("/app.js").header("ETag")).isNotEqualTo(get("/style.css").header("ETag"));
        assertThat(get("/nothing.js").header("ETag")).isNull();
        assertThat(get("/js").header("ETag")).isNull();
        assertThat(given().post("/app.js").header("ETag")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/style.css", "/favicon.svg"})
    void filesComeSmallerToThoseWhoCanUnfoldThem(String path) throws Exception {
        HttpResponse<byte[]> packed = file(path, "gzip");
        HttpResponse<byte[]> plain = file(path, "identity");

        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("ETag"))
                .isEqualTo(plain.headers().firstValue("ETag"));
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(unfolded(packed.body())).isEqualTo(plain.body());
        assertThat(packed.body().length).isLessThan(plain.body().length);
    }

    /** They may be another program's tomorrow, and are large. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/openapi",
                "/q/openapi?format=json",
                "/q/openapi.json",
                "/q/swagger-ui/",
                "/q/swagger-ui/swagger-ui-bundle.js",
                "/q/swagger-ui/swagger-ui.css"
            })
    void theDescriptionIsAskedForOnceAndThenWhetherItIsTheSame(String path) throws Exception {
        HttpResponse<byte[]> packed = file(path, "gzip");
        HttpResponse<byte[]> plain = file(path, "identity");
        String tag = plain.headers().firstValue("ETag").orElseThrow();

        assertThat(packed.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(unfolded(packed.body())).isEqualTo(plain.body());
        assertThat(packed.body().length).isLessThan(plain.body().length / 2);
        for (HttpResponse<byte[]> answer : List.of(packed, plain)) {
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
            assertThat(answer.headers().allValues("ETag")).containsExactly(tag);
            assertThat(answer.headers().allValues("Vary")).contains("Accept-Encoding");
        }
        Response again =
                given().urlEncodingEnabled(false).header("If-None-Match", tag).get(path);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.asByteArray()).isEmpty();
        assertThat(given().header("If-None-Match", "W/\"before\"").get(path).statusCode())
                .isEqualTo(200);
    }

    /** A piece of a file that is packed is a piece of something else. */
    @ParameterizedTest
    @CsvSource({
        "/app.js, gzip",
        "/app.js, identity",
        "/q/swagger-ui/swagger-ui-bundle.js, gzip",
        "/q/swagger-ui/swagger-ui-bundle.js, identity"
    })
    void whoAsksForAPieceGetsTheWhole(String path, String encoding) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Accept-Encoding", encoding)
                .header("Range", "bytes=0-9")
                .build();

        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Range")).isEmpty();
        assertThat(answer.headers().firstValue("Accept-Ranges")).isEmpty();
        assertThat(encoding.equals("gzip") ? unfolded(answer.body()) : answer.body())
                .isEqualTo(file(path, "identity").body());
    }

    /** Nobody would ask for the page again who keeps that. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/q/openapi", "/q/swagger-ui/"})
    void aRefusalIsNoFile(String path) {
        for (String condition : List.of("*", "\"other\"")) {
            Response refused = given().header("Host", "evil.example")
                    .header("If-None-Match", condition)
                    .get(path);

            assertThat(refused.statusCode()).isEqualTo(421);
            assertThat(refused.header("ETag")).isNull();
            assertThat(refused.header("Cache-Control")).isNotEqualTo("no-cache");
        }
    }

    /** Whatever was asked with, and also where nothing is sent: caches learn it from any of these answers. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/style.css", "/q/openapi", "/q/swagger-ui/"})
    void everyAnswerSaysThatItDependsOnTheEncoding(String path) throws Exception {
        String tag = file(path, "identity").headers().firstValue("ETag").orElseThrow();
        for (List<String> headers : List.of(
                List.<String>of(),
                List.of("Accept-Encoding: gzip"),
                List.of("If-None-Match: " + tag),
                List.of("If-None-Match: " + tag, "Accept-Encoding: gzip"))) {
            for (String method : List.of("GET ", "HEAD ")) {
                List<String> lines = new ArrayList<>(List.of(method + path + " HTTP/1.1", "Host: localhost"));
                lines.addAll(headers);

                assertThat(RawExchange.send(address, lines, "").headers())
                        .as("%s", lines)
                        .contains("vary: Accept-Encoding");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/app.js",
                "/style.css",
                "/favicon.svg",
                "/q/openapi",
                "/q/openapi?format=json",
                "/q/swagger-ui/",
                "/q/swagger-ui/swagger-ui.css",
                "/v1/models",
                "/v1/slices",
                "/v1/nothing",
                "/nothing"
            })
    void headSaysWhatGetSays(String path) throws IOException {
        List<String> got = said("GET ", path);

        assertThat(said("HEAD ", path)).containsExactlyInAnyOrderElementsOf(got);
        assertThat(got)
                .anyMatch(header -> header.startsWith("content-type: "))
                .noneMatch(header -> header.startsWith("content-encoding: "));
    }

    /** Without what differs from answer to answer, and the length, which may be left out where nothing is sent (RFC 9110, 8.6). */
    private List<String> said(String method, String path) throws IOException {
        return RawExchange.send(address, List.of(method + path + " HTTP/1.1", "Host: localhost"), "").headers().stream()
                .filter(header -> Stream.of("x-request-id: ", "date: ", "content-length: ", "transfer-encoding: ")
                        .noneMatch(header::startsWith))
                .toList();
    }

    private HttpResponse<byte[]> file(String path, String encoding) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Accept-Encoding", encoding)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    private static byte[] unfolded(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }
}
