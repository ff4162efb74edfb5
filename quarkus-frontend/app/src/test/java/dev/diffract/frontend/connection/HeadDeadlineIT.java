package dev.diffract.frontend.connection;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.awaitLatch;
import static dev.diffract.frontend.testing.Rest.management;
import static dev.diffract.frontend.testing.Rest.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.FakeTriton.Script;
import dev.diffract.frontend.testing.Impatient;
import dev.diffract.frontend.testing.RawHttp1;
import dev.diffract.frontend.testing.RawHttp2;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who connects and does not come to the end of his request's headers is closed, however busily he sends; nobody else is. */
@QuarkusTest
@TestProfile(Impatient.class)
@QuarkusTestResource(FakeSlices.class)
class HeadDeadlineIT extends WithHealthySlices {

    private static final String SLOW_HEADS = "diffract_intake_timeouts_total{part=\"head\"}";
    private static final String LINE = "X-Line: of many\r\n";

    @TestHTTPResource
    URI address;

    @Test
    void whoSaysNothingIsClosed() throws IOException {
        double before = metric(SLOW_HEADS);
        try (RawHttp1 connection = new RawHttp1(address)) {
            assertThat(connection.readToEnd()).isEmpty();
        }
        assertThat(metric(SLOW_HEADS)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\n"})
    void whoStopsInTheMiddleIsToldSo(String beginning) throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            tooSlow(connection.send(beginning).readToEnd());
        }
    }

    @Test
    void whoSendsALineAtATimeIsToldSo() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            tooSlow(connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n").trickle(LINE));
        }
    }

    @Test
    void theSecondRequestIsHurriedLikeTheFirst() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            assertThat(connection.get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
            tooSlow(connection.send("GET / HTTP/1.1\r\n").trickle(LINE));
        }
    }

    @Test
    void whoBeginsHttp2AndAsksForNothingIsClosed() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void theOtherPortIsNoOtherCase() throws IOException {
        try (RawHttp1 connection = new RawHttp1(management())) {
            assertThat(connection.get("/q/health/live").readAnswer()).startsWith("HTTP/1.1 200 ");
            tooSlow(connection.send("GET /q/").readToEnd());
        }
    }

    /** A picture takes longer than anybody's headers may, and so does the thought before the next request. */
    @Test
    void whoWaitsForAnAnswerOrHasHadItIsLeftAlone() throws IOException {
        CountDownLatch open = new CountDownLatch(1);
        Script closed = (request, answer) -> {
            awaitLatch(open);
            return false;
        };
        slices.a().script(closed);
        slices.b().script(closed);
        try (RawHttp1 idle = new RawHttp1(address);
                RawHttp1 drawing = new RawHttp1(address)) {
            assertThat(idle.get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
            drawing.post(PATH, "Content-Length: " + BODY.length()).send(BODY);
            await().untilAsserted(() ->
                    assertThat(metric("diffract_generations_active")).isEqualTo(1));
            for (int after = 0; after < 2; after++) {
                try (RawHttp1 silent = new RawHttp1(address)) {
                    assertThat(silent.readToEnd()).isEmpty();
                }
            }
            open.countDown();

            assertThat(drawing.readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(idle.get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(drawing.get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
        }
    }

    private static void tooSlow(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 408 ")
                .contains("\r\nConnection: close\r\n")
                .endsWith("The headers of the request came too slowly, or not to their end.\n");
    }
}
