package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.Http2Client;
import dev.diffract.frontend.testing.Http2Client.Answer;
import dev.diffract.frontend.testing.Http2Client.Sent;
import dev.diffract.frontend.testing.RawHttp2;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same interface over HTTP/2 without TLS, and its limits. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class Http2IT extends WithHealthySlices {

    private static final String TOO_LARGE = "{\"prompt\": \"" + "p".repeat(17 << 20) + "\"}";

    @TestHTTPResource
    URI address;

    private Http2Client client;

    @BeforeEach
    void connect() {
        client = new Http2Client(address);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void picturesAreDrawn() {
        for (int i = 0; i < 3; i++) {
            Answer answer = client.post(PATH, "application/json", BODY).join();

            assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"png\":\"iVBOR");
        }
    }

    @Test
    void manyAreAnsweredOverOneConnection() {
        List<Sent> all = IntStream.range(0, 50)
                .mapToObj(i ->
                        client.post(PATH, "application/json", "{\"prompt\": \"a\", \"steps\": 0, \"seed\": " + i + "}"))
                .toList();

        assertThat(all).allSatisfy(sent -> assertThat(sent.join().status()).isEqualTo(400));
    }

    @Test
    void eventsTellTheWholeStory() {
        Answer answer = client.post(PATH, "text/event-stream", "{\"prompt\": \"a\", \"seed\": 7, \"steps\": 3}")
                .join();

        assertThat(EventReader.read(answer.body()))
                .extracting(Event::name)
                .containsExactly("started", "progress", "progress", "progress", "image", "completed");
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsRefused() {
        refused(client.post(PATH, "application/json", TOO_LARGE).join());
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsLimitedToo() {
        refused(client.postOpenEnded(PATH, "application/json", TOO_LARGE).join());
    }

    private void refused(Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("A body may have 16 MiB at most.");
        assertThat(client.post(PATH, "application/json", BODY).join().status()).isEqualTo(200);
    }

    @Test
    void aLargeBodyWithinTheLimitIsRead() {
        Answer answer = client.post(PATH, "application/json", "{\"prompt\": \"" + "p".repeat(15 << 20) + "\"}")
                .join();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("must have at most 10000 characters, had 15728640");
    }

    @Test
    void hangingUpCancels() {
        double cancelled = metric("diffract_requests_total{outcome=\"cancelled\"}");
        AtomicInteger steps = new AtomicInteger();
        slices.a().script((request, answer) -> stuck(request.getModelName(), steps));
        slices.b().script((request, answer) -> stuck(request.getModelName(), steps));

        Sent sent = client.post(PATH, "application/json", BODY);
        await().untilAsserted(() -> assertThat(steps).hasValue(1));
        sent.takeBack();

        await().untilAsserted(() -> assertThat(metric("diffract_requests_total{outcome=\"cancelled\"}"))
                .isEqualTo(cancelled + 1));
    }

    private static boolean stuck(String model, AtomicInteger steps) {
        boolean step = model.equals(TestRepository.UNET);
        if (step) {
            steps.incrementAndGet();
        }
        return step;
    }

    @Test
    void theServerSaysItsLimits() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            Map<Integer, Integer> settings = connection.await(RawHttp2.SETTINGS).settings();

            assertThat(settings)
                    .containsEntry(RawHttp2.MAX_CONCURRENT_STREAMS, 100)
                    .containsEntry(RawHttp2.MAX_HEADER_LIST_SIZE, 16_384);
        }
    }

    @Test
    void whoAsksAndTakesBackWithoutEndIsCutOff() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            for (int stream = 1; stream < 2 * 250; stream += 2) {
                connection.get(stream, "");
                connection.reset(stream);
            }

            assertThat(connection.await(RawHttp2.GOAWAY).error()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void headersBeyondTheLimitAreRefused() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            connection.get(1, "h".repeat(16_300));

            assertThat(connection.await(RawHttp2.HEADERS).hasStatus(431)).isTrue();
        }
    }

    /** Each of them is within the limit, and they have no end. */
    @Test
    void whoseHeadersGoOnInSmallPiecesIsCutOff() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            connection.begin(1);
            for (int piece = 0; piece < 20; piece++) {
                connection.goOn(1);
            }

            assertThat(connection.await(RawHttp2.GOAWAY).error()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            assertThat(connection.isClosed()).isTrue();
        }
    }
}
