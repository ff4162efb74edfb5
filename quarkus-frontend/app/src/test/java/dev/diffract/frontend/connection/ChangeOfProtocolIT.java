package dev.diffract.frontend.connection;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
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
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for another protocol as HTTP has it comes to HTTP/2; whoever asks otherwise is answered as if he had not. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class ChangeOfProtocolIT extends WithHealthySlices {

    private static final String BOTH = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n";
    private static final String SETTINGS = "HTTP2-Settings: AAMAAABkAAQAAP__\r\n";

    /** The beginning of HTTP/2, and a frame that ends every connection. */
    private static final String PREFACE_AND_NONSENSE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\1\0\0\0\0\0\0x";

    @TestHTTPResource
    URI address;

    private static URI management() {
        return URI.create(
                "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.management.test-port", int.class));
    }

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
                BOTH + SETTINGS + SETTINGS,
                BOTH + "HTTP2-Settings: !\r\n",
                BOTH + "HTTP2-Settings: AAMA\r\n", // half of a setting
                BOTH + "HTTP2-Settings: AAUAAAAB\r\n", // frames of one byte
                BOTH + "HTTP2-Settings: AAMAAABkAAQAAP//\r\n", // base64, but not that of addresses
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                "Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n"
            })
    void whoAsksAmissIsAnsweredInHttp1(String headers) throws IOException {
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
    @ValueSource(strings = {"Connection: Upgrade\r\nUpgrade: h2c\r\n", BOTH + "HTTP2-Settings: !\r\n"})
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOTH + SETTINGS,
                "Connection: Upgrade\r\nConnection: HTTP2-Settings\r\nUpgrade: h2c\r\n" + SETTINGS,
                "Connection: keep-alive, upgrade , http2-settings\r\nUpgrade: h2c\r\n" + SETTINGS,
                BOTH + "HTTP2-Settings: AAIAAAAA\r\n" // no pushed answers
            })
    void whoAsksAsHttpHasItComesToHttp2(String headers) throws IOException {
        for (URI port : new URI[] {address, management()}) {
            try (RawHttp1 client = new RawHttp1(port)) {
                client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                        .send(PREFACE_AND_NONSENSE);

                assertThat(client.readToEnd()).startsWith("HTTP/1.1 101 ").containsIgnoringCase("\r\nupgrade: h2c\r\n");
            }
        }
    }

    /** A client that speaks HTTP/2 with its first answer, also where the body of its first request is more than any window. */
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

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"png\":\"iVBOR");
        }
    }
}
