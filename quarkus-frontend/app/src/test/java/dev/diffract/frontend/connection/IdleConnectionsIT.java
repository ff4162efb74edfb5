package dev.diffract.frontend.connection;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.awaitLatch;
import static dev.diffract.frontend.testing.Rest.management;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.FakeTriton.Script;
import dev.diffract.frontend.testing.RawHttp1;
import dev.diffract.frontend.testing.RawHttp2;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A connection is kept for a moment between two requests, as long as it takes while an answer is owed, and one address has a share. */
@QuarkusTest
@TestProfile(IdleConnectionsIT.Short.class)
@QuarkusTestResource(FakeSlices.class)
class IdleConnectionsIT extends WithHealthySlices {

    private static final int SHARE = 4;

    /** No patience between requests, and all of it before the first. */
    public static class Short implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "diffract.http.idle-timeout", "1s",
                    "diffract.http.max-connections-per-address", String.valueOf(SHARE),
                    "diffract.intake.patience", "10m");
        }
    }

    @TestHTTPResource
    URI address;

    @Test
    void whoSaysNothingAfterAnAnswerIsClosed() throws IOException {
        closedAfter(address, "/nope");
        closedAfter(address, "/v1/models");
        closedAfter(management(), "/q/health/live");
    }

    private static void closedAfter(URI server, String path) throws IOException {
        try (RawHttp1 connection = new RawHttp1(server)) {
            assertThat(connection.get(path).readAnswer()).startsWith("HTTP/1.1 ");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    /** Pings ask for nothing. */
    @Test
    void whoOnlyPingsOverHttp2IsToldToGo() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            connection.get(1, "");
            assertThat(connection.await(RawHttp2.HEADERS, 1).isOk()).isTrue();
            connection.ping();
            connection.await(RawHttp2.PING);
            connection.ping();
            connection.await(RawHttp2.GOAWAY);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void whoIsOwedAnAnswerIsNotClosed() throws IOException {
        CountDownLatch open = new CountDownLatch(1);
        Script closed = (request, answer) -> {
            awaitLatch(open);
            return false;
        };
        slices.a().script(closed);
        slices.b().script(closed);
        try (RawHttp1 drawing = new RawHttp1(address);
                RawHttp1 pipelining = new RawHttp1(address)) {
            drawing.post(PATH, "Content-Length: " + BODY.length()).send(BODY);
            pipelining
                    .get("/v1/models")
                    .post(PATH, "Content-Length: " + BODY.length())
                    .send(BODY);
            closedAfter(address, "/v1/models");
            closedAfter(address, "/v1/models");
            open.countDown();

            assertThat(drawing.readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(pipelining.readAnswer()).startsWith("HTTP/1.1 200 ").contains("\"models\"");
            assertThat(pipelining.readAnswer()).startsWith("HTTP/1.1 200 ").contains("\"png\"");
        }
    }

    @Test
    void oneAddressDoesNotTakeThePlacesOfOthers() throws IOException {
        List<RawHttp1> open = new ArrayList<>();
        try {
            for (int i = 0; i < SHARE; i++) {
                open.add(new RawHttp1(address, "127.0.0.3"));
            }
            assertThat(isAnswered("127.0.0.3")).isFalse();
            assertThat(isAnswered("127.0.0.4")).isTrue();
            open.remove(0).close();
            await().until(() -> isAnswered("127.0.0.3"));
        } finally {
            for (RawHttp1 connection : open) {
                connection.close();
            }
        }
    }

    private boolean isAnswered(String from) throws IOException {
        try (RawHttp1 connection = new RawHttp1(address, from)) {
            return connection.get("/v1/models").readAnswer().startsWith("HTTP/1.1 200 ");
        } catch (EOFException | SocketException closed) {
            return false;
        }
    }
}
