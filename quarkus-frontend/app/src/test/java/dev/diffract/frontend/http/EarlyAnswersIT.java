package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.management;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.Impatient;
import dev.diffract.frontend.testing.RawHttp1;
import dev.diffract.frontend.testing.RawHttp2;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was answered before his body came to its end is listened to for a while, at a pace and up to a size, and then no more. */
@QuarkusTest
@TestProfile(Impatient.class)
@QuarkusTestResource(FakeSlices.class)
class EarlyAnswersIT {

    private static final String CHUNKED = " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String DRIP = "1\r\na\r\n";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final List<String> REQUESTS = List.of(
            "POST /",
            "GET /",
            "GET /app.js",
            "POST /nope",
            "GET /v1/generations",
            "POST /v1/generations",
            "GET /v1/models",
            "OPTIONS /v1/generations",
            "PUT /q/openapi",
            "GET /q/openapi");

    /** The status as HPACK has it (RFC 7541, appendix A). */
    private static final byte NOT_FOUND = (byte) 0x8d;

    @TestHTTPResource
    URI address;

    /** All at a time, since each waits as long. */
    @Test
    void whoDripsAndWhoStallsIsClosed() {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (String request : REQUESTS) {
                answers.add(clients.submit(() -> {
                    try (RawHttp1 connection = new RawHttp1(address)) {
                        return connection.send(request + CHUNKED).trickleToEnd(DRIP);
                    }
                }));
                answers.add(clients.submit(() -> {
                    try (RawHttp1 connection = new RawHttp1(address)) {
                        return connection.send(request + CHUNKED).readToEnd();
                    }
                }));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i))
                        .as("%s, %s", REQUESTS.get(i / 2), i % 2 == 0 ? "which drips" : "which stalls")
                        .succeedsWithin(PATIENCE)
                        .satisfies(EarlyAnswersIT::answeredAndClosed);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void theManagementPortIsNoOtherCase() throws IOException {
        try (RawHttp1 connection = new RawHttp1(management())) {
            answeredAndClosed(connection.send("GET /q/health/live" + CHUNKED).readToEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /q/openapi", "GET /", "POST /nope"})
    void whoFloodsIsClosed(String request) throws IOException {
        byte[] chunk = ("100000\r\n" + " ".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int sent = 0;
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.send(request + CHUNKED);
            while (sent < 200) {
                connection.send(chunk);
                sent++;
            }
        } catch (SocketException closed) {
            assertThat(sent).isBetween(1, 100);
        }
        assertThat(sent).as("megabytes that were listened to").isLessThan(200);
    }

    @Test
    void trailersWithoutAnEndAreNotListenedTo() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            answeredAndClosed(connection.send("POST /nope" + CHUNKED + "0\r\n").trickleToEnd("x: y\r\n"));
        }
    }

    /** It has read that the connection ends with its body. */
    @Test
    void whoSendsAllIsAnsweredAndClosed() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            String answer = connection
                    .post("/nope", "Content-Length: 3000000")
                    .send(new byte[3_000_000])
                    .readToEnd();
            answeredAndClosed(answer);
            assertThat(answer).doesNotContain("(reset)");
        }
    }

    /** Most clients have sent it all before they read. */
    @Test
    void afterALittleBodyTheConnectionGoesOn() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            for (String body : new String[] {"{}", "x".repeat(100_000), ""}) {
                String answer = connection
                        .post("/nope", "Content-Length: " + body.length())
                        .send(body)
                        .readAnswer();
                assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContainIgnoringCase("\r\nconnection: close\r\n");
            }
            assertThat(connection.get("/").readAnswer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoStallsInALittleBodyIsClosed() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post("/nope", "Content-Length: 1000").send("x");
            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 404 ");
            assertThat(connection.readToEnd()).isEmpty();
        }
        try (RawHttp1 connection = new RawHttp1(address)) {
            connection.post("/nope", "Content-Length: 1000");
            assertThat(connection.trickleToEnd("x")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aStreamOfHttp2IsReset() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            connection.post(1, "/nope");
            connection.data(1, new byte[10]);
            assertThat(connection.await(RawHttp2.HEADERS, 1).payload()[0]).isEqualTo(NOT_FOUND);
            connection.await(RawHttp2.RST_STREAM, 1);
            connection.get(3, "");
            assertThat(connection.await(RawHttp2.HEADERS, 3).isOk()).isTrue();
        }
    }

    private static void answeredAndClosed(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ").containsIgnoringCase("\r\nconnection: close\r\n");
    }
}
