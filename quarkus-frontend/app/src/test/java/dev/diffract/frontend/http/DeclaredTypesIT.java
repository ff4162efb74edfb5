package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawExchange;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body must say what it is: what any web page can send without being asked, it cannot. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class DeclaredTypesIT extends WithHealthySlices {

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/generations | ''                                | application/json",
                "/v1/generations | Content-Type:                     | application/json",
                "/v1/generations | Content-Type: text/plain          | application/json",
                "/v1/generations | Content-Type: */*                 | application/json",
                "/v1/generations | Content-Type: application/*       | application/json",
                "/v1/generations | Content-Type: application/x-www-form-urlencoded | application/json",
                "/v1/generations/| ''                                | application/json",
                "/v1/png-info    | ''                                | image/png",
                "/v1/png-info    | Content-Type: */*                 | image/png",
                "/v1/png-info    | Content-Type: application/json    | image/png"
            })
    void theTypeThatTheRouteReadsIsNamed(String path, String declared, String reads) throws IOException {
        RawExchange refused = post(path, declared);

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.body()).contains("\"code\":\"unsupported_media_type\"", " reads " + reads + " only");
    }

    @Test
    void twoTypesAreNone() throws IOException {
        assertThat(post("/v1/generations", "Content-Type: application/json\r\nContent-Type: text/plain")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({"application/json", "application/json; charset=utf-8", "Application/JSON;a=b"})
    void parametersAndCapitalsDoNotMatter(String type) throws IOException {
        assertThat(post("/v1/generations", "Content-Type: " + type).status()).isEqualTo(200);
    }

    /** What is not there, and methods that are not, come first. */
    @Test
    void anAddressThatReadsNothingDoesNotAskForAType() throws IOException {
        assertThat(post("/v1/models", "").status()).isEqualTo(405);
        assertThat(post("/v1/nothing", "").status()).isEqualTo(404);
    }

    private RawExchange post(String path, String declared) throws IOException {
        List<String> lines = new ArrayList<>(List.of("POST " + path + " HTTP/1.1", "Host: localhost"));
        if (!declared.isEmpty()) {
            lines.add(declared);
        }
        return RawExchange.send(address, lines, BODY);
    }
}
