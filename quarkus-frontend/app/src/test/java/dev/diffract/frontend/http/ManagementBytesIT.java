package dev.diffract.frontend.http;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the router and what reads bytes refuse by themselves: each answer has an end, at the port of health and metrics too. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class ManagementBytesIT extends WithHealthySlices {

    private static final String LIVE = "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /q/health/live HTTP/1.1\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void whatCannotBeReadIsRefusedAndTheNextIsAnswered(String request) throws IOException {
        try (RawHttp1 client = new RawHttp1(management())) {
            assertThat(client.send(request).readAnswer()).startsWith("HTTP/1.1 400 ");
            assertThat(client.send(LIVE).readAnswer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /q/health/live", "GET /q/metrics", "GET /v1/models"})
    void brokenChunksKeepNoAnswerFromTheirSender(String what) throws IOException {
        try (RawHttp1 client = new RawHttp1(management())) {
            assertThat(client.send(what
                                    + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n")
                            .readToEnd())
                    .matches("(?s)HTTP/1.1 (200|404) .*");
        }
    }

    @Test
    void whatFollowsACodingNobodyKnowsIsNoRequest() throws IOException {
        try (RawHttp1 client = new RawHttp1(management())) {
            assertThat(client.send("POST /q/health/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n"
                                    + LIVE)
                            .readToEnd())
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .doesNotContain("UP");
        }
    }

    /** Whether or not it names a host. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0\r\n\r\n", "HTTP/9.9\r\n\r\n", "HTTP/9.9\r\nHost: localhost\r\n\r\n"})
    void otherVersionsAreRefusedInOurs(String version) throws IOException {
        for (URI port : new URI[] {address, management()}) {
            try (RawHttp1 client = new RawHttp1(port)) {
                assertThat(client.send("GET /v1/models " + version).readToEnd())
                        .startsWith("HTTP/1.1 400 ")
                        .containsIgnoringCase("\r\nconnection: close\r\n")
                        .contains("no version of HTTP that is spoken here");
            }
        }
    }
}
