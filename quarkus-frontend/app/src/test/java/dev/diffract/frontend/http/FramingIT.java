package dev.diffract.frontend.http;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request ends is certain, or nothing that comes is taken for one; and answers are of a version that is spoken here. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class FramingIT extends WithHealthySlices {

    private static final String CHUNKS = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
    private static final String SECOND = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked;a=b",
                "Transfer-Encoding:"
            })
    void whatFollowsACodingNobodyKnowsIsNoRequest(String coding) throws IOException {
        String answer = posted(coding, SECOND);

        refused(answer);
        assertThat(answer).doesNotContain("\"models\"");
    }

    /** A body is read to its end as the length or the chunks have it; nothing is drawn of it. */
    @Test
    void aBodyThatEndsInTwoWaysIsNotDrawn() throws IOException {
        refused(posted("Content-Length: " + BODY.length() + "\r\nTransfer-Encoding: xchunked", BODY + SECOND));
        refused(posted("Transfer-Encoding: cow\r\nTransfer-Encoding: chunked", CHUNKS + SECOND));
        refused(posted("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", CHUNKS + SECOND));
        refused(posted("Transfer-Encoding: gzip, chunked", CHUNKS + SECOND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", " chunked "})
    void chunkedIsDrawn(String coding) throws IOException {
        assertThat(posted("Connection: close\r\nTransfer-Encoding: " + coding, CHUNKS))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS/1.1", "RTSP/1.1", "RTSP/1.0", "HTTP/2.5", "HTTP/2.0", "HTTP/0.9", "HTTP/1.2"})
    void otherVersionsAreRefusedInOurs(String version) throws IOException {
        try (RawHttp1 client = new RawHttp1(address)) {
            String answer = client.send("GET /v1/models " + version + "\r\nHost: localhost\r\n\r\n" + SECOND)
                    .readToEnd();

            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .containsIgnoringCase("\r\nx-request-id: ")
                    .contains("application/problem+json", "no version of HTTP that is spoken here")
                    .doesNotContain("\"models\"");
            assertThat(answer.split("HTTP/1\\.1 \\d")).as(answer).hasSize(2);
        }
    }

    @Test
    void theOldVersionIsAnswered() throws IOException {
        try (RawHttp1 client = new RawHttp1(address)) {
            assertThat(client.send("GET /v1/models HTTP/1.0\r\nHost: localhost\r\n\r\n")
                            .readToEnd())
                    .startsWith("HTTP/1.0 200 ")
                    .contains("\"models\"");
        }
    }

    private String posted(String headers, String body) throws IOException {
        try (RawHttp1 client = new RawHttp1(address)) {
            return client.post(PATH, headers).send(body).readToEnd();
        }
    }

    /** Once, and then the connection is closed. */
    private static void refused(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("\r\nconnection: close\r\n")
                .contains("application/problem+json", "\"code\":\"invalid_request\"", "does not say where it ends");
        assertThat(answer.split("HTTP/1\\.1 \\d")).as(answer).hasSize(2);
    }
}
