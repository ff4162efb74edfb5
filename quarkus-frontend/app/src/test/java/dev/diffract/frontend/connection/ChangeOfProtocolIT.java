package dev.diffract.frontend.connection;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.management;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawHttp1;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for another protocol, in whatever way, is answered as if he had not. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class ChangeOfProtocolIT extends WithHealthySlices {

    private static final String BOTH = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n";
    private static final String SETTINGS = "HTTP2-Settings: AAMAAABkAAQAAP__\r\n";

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade\r\nUpgrade: h2c\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\n" + SETTINGS,
                "Connection: HTTP2-Settings\r\nUpgrade: h2c\r\n" + SETTINGS,
                "Upgrade: h2c\r\n" + SETTINGS,
                "Upgrade: h2c\r\n",
                "Upgrade: H2C\r\nUpgrade: websocket\r\n",
                BOTH,
                BOTH + SETTINGS,
                BOTH + SETTINGS + SETTINGS,
                "Connection: Upgrade\r\nConnection: HTTP2-Settings\r\nUpgrade: h2c\r\n" + SETTINGS,
                BOTH + "HTTP2-Settings: !\r\n",
                BOTH + "HTTP2-Settings: AAMA\r\n", // half of a setting
                BOTH + "HTTP2-Settings: AAUAAAAB\r\n", // frames of one byte
                BOTH + "HTTP2-Settings: AAMAAABkAAQAAP//\r\n", // base64, but not that of addresses
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                "Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n"
            })
    void whoAsksIsAnsweredInHttp1(String headers) throws IOException {
        answered(address, "/v1/models", headers, "\"models\"");
        answered(management(), "/q/health/live", headers, "\"UP\"");
    }

    /** As often as it asks, on the same connection. */
    private static void answered(URI port, String path, String headers, String text) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
        try (RawHttp1 client = new RawHttp1(port)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request).readAnswer())
                        .startsWith("HTTP/1.1 200 ")
                        .doesNotContainIgnoringCase("connection: close")
                        .contains(text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: Upgrade\r\nUpgrade: h2c\r\n", BOTH + SETTINGS})
    void aBodyIsReadAllTheSame(String headers) throws IOException {
        try (RawHttp1 client = new RawHttp1(address)) {
            client.send("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + BODY.length() + "\r\n" + headers + "\r\n" + BODY);

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").contains("\"png\":\"iVBOR");
            assertThat(client.get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
        }
    }

    /** Which has no such change. */
    @Test
    void theOldVersionStaysWhatItIs() throws IOException {
        try (RawHttp1 client = new RawHttp1(address)) {
            assertThat(client.send("GET /v1/models HTTP/1.0\r\nHost: localhost\r\n" + BOTH + SETTINGS + "\r\n")
                            .readToEnd())
                    .startsWith("HTTP/1.0 200 ");
        }
    }

    /** It asks for HTTP/2 with its first request, and would lose a part of large answers now and then if it got it. */
    @Test
    void javasClientDrawsWithItsFirstRequest() throws IOException, InterruptedException {
        for (String body : new String[] {BODY, BODY + " ".repeat(1 << 20)}) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address.resolve(PATH))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"png\":\"iVBOR");
        }
    }
}
