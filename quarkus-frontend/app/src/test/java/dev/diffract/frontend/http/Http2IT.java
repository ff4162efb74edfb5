package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawHttp2;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same interface over HTTP/2 without TLS, and its limits. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class Http2IT extends WithHealthySlices {

    private static final byte[] TOO_LARGE =
            ("{\"prompt\": \"" + "p".repeat(17 << 20) + "\"}").getBytes(StandardCharsets.US_ASCII);

    @TestHTTPResource
    URI address;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    /** Java's client asks for the change of protocol with its first request. */
    @BeforeEach
    void speakHttp2() throws IOException, InterruptedException {
        HttpRequest models =
                HttpRequest.newBuilder(address.resolve("/v1/models")).build();
        assertThat(client.send(models, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    @Test
    void picturesAreDrawn() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = post("application/json", BodyPublishers.ofString(BODY));

            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).contains("\"png\":\"iVBOR");
        }
    }

    @Test
    void manyAreAnsweredOverOneConnection() {
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> client.sendAsync(
                        request(
                                "application/json",
                                BodyPublishers.ofString("{\"prompt\": \"a\", \"steps\": 0, \"seed\": " + i + "}")),
                        BodyHandlers.ofString()))
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().statusCode()).isEqualTo(400);
            assertThat(answer.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
        });
    }

    @Test
    void eventsTellTheWholeStory() throws IOException, InterruptedException {
        HttpResponse<String> response =
                post("text/event-stream", BodyPublishers.ofString("{\"prompt\": \"a\", \"seed\": 7, \"steps\": 3}"));

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(EventReader.read(response.body()))
                .extracting(Event::name)
                .containsExactly("started", "progress", "progress", "progress", "image", "completed");
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsRefused() throws IOException, InterruptedException {
        refused(post("application/json", BodyPublishers.ofByteArray(TOO_LARGE)));
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsLimitedToo() throws IOException, InterruptedException {
        refused(post("application/json", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TOO_LARGE))));
    }

    private void refused(HttpResponse<String> response) throws IOException, InterruptedException {
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("A body may have 16 MiB at most.");
        assertThat(post("application/json", BodyPublishers.ofString(BODY)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLargeBodyWithinTheLimitIsRead() throws IOException, InterruptedException {
        HttpResponse<String> response =
                post("application/json", BodyPublishers.ofString("{\"prompt\": \"" + "p".repeat(15 << 20) + "\"}"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("must have at most 10000 characters, had 15728640");
    }

    @Test
    void hangingUpCancels() {
        double cancelled = metric("diffract_requests_total{outcome=\"cancelled\"}");
        AtomicInteger steps = new AtomicInteger();
        slices.a().script((request, answer) -> stuck(request.getModelName(), steps));
        slices.b().script((request, answer) -> stuck(request.getModelName(), steps));

        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request("application/json", BodyPublishers.ofString(BODY)), BodyHandlers.ofString());
        await().untilAsserted(() -> assertThat(steps).hasValue(1));
        answer.cancel(true);

        await().untilAsserted(() -> assertThat(metric("diffract_requests_total{outcome=\"cancelled\"}"))
                .isEqualTo(cancelled + 1));
    }

    private static boolean stuck(String model, AtomicInteger steps) {
        boolean step = model.equals("unet");
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

    private HttpResponse<String> post(String accept, BodyPublisher body) throws IOException, InterruptedException {
        return client.send(request(accept, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String accept, BodyPublisher body) {
        return HttpRequest.newBuilder(address.resolve(PATH))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(body)
                .build();
    }
}
