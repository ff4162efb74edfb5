package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.managed;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawHttp2;
import dev.diffract.frontend.testing.RawHttp2.Frame;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a mebibyte for all answers that nobody takes: others are served all the same, and it is counted who is cut off. */
@QuarkusTest
@TestProfile(UntakenAnswersIT.Little.class)
@QuarkusTestResource(FakeSlices.class)
class UntakenAnswersIT extends WithHealthySlices {

    private static final int STREAMS = 40;
    private static final int CONNECTIONS = 12;

    /** The least that there may be, and so much patience that nobody is cut off for anything else. */
    public static class Little implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "diffract.http.unsent-memory", "0.000001",
                    "diffract.http.write-timeout", "10m",
                    "diffract.intake.patience", "10m");
        }
    }

    @TestHTTPResource
    URI address;

    @Inject
    MeterRegistry meters;

    /** Files too, of which little is in memory, but something of each. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/q/swagger-ui/swagger-ui-bundle.js", "/q/openapi", "/v1/models"})
    void theOldestGiveWayAndOthersAreServed(String path) throws IOException {
        double before = cutOff("memory");
        List<RawHttp2> unread = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawHttp2 client = new RawHttp2(address);
                unread.add(client);
                client.closeWindows();
                for (int request = 0; request < STREAMS; request++) {
                    client.read(1 + 2 * request, path);
                }
            }
            await().untilAsserted(() -> assertThat(cutOff("memory")).isGreaterThan(before));
            await().untilAsserted(
                            () -> assertThat(get("/v1/models").statusCode()).isEqualTo(200));
        } finally {
            for (RawHttp2 client : unread) {
                client.close();
            }
        }
        await().untilAsserted(() -> assertThat(
                        meters.get("diffract.http.unsent.memory").gauge().value())
                .isLessThan(100_000));
    }

    @Test
    void aConnectionIsAnsweredNothingMoreUntilItTakesSome() throws IOException {
        double before = cutOff("share");
        try (RawHttp2 client = new RawHttp2(address)) {
            client.closeWindows();
            int stream = 1;
            client.read(stream, "/q/openapi");
            Frame frame = client.answer(stream);
            while (frame.type() == RawHttp2.HEADERS) {
                stream += 2;
                client.read(stream, "/q/openapi");
                frame = client.answer(stream);
            }
            assertThat(frame.error()).isEqualTo(RawHttp2.REFUSED_STREAM);
            assertThat(cutOff("share")).isEqualTo(before + 1);
            assertThat(get("/v1/models").statusCode()).isEqualTo(200);
        }
    }

    /** It is larger than all the memory there is, and who has read it asks for it again on the same connection. */
    @Test
    void whoReadsAnswersOfAnySizeLosesNone() throws IOException, InterruptedException {
        double before = cutOffs();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/q/swagger-ui/swagger-ui-bundle.js"))
                .build();
        for (int i = 0; i < STREAMS; i++) {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSizeGreaterThan(1 << 20);
        }
        assertThat(cutOffs()).isEqualTo(before);
    }

    /** As many requests as there is no memory for answers to. */
    @Test
    void whereThereIsNoRoomForAnAnswerItIsSaidWhen() throws IOException {
        List<RawHttp2> waiting = new ArrayList<>();
        try {
            await().untilAsserted(() -> {
                waiting.add(asking());
                Response refused = get("/v1/models");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("2");
                assertThat(refused.header("Connection")).isEqualToIgnoringCase("close");
                assertThat(refused.jsonPath().getString("code")).isEqualTo("intake_full");
                assertThat(refused.jsonPath().getString("detail")).startsWith("So many answers wait to be taken");
            });
            assertThat(managed("/q/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (RawHttp2 client : waiting) {
                client.close();
            }
        }
        await().untilAsserted(() -> assertThat(get("/v1/models").statusCode()).isEqualTo(200));
    }

    /** Its bodies never come. */
    private RawHttp2 asking() throws IOException {
        RawHttp2 client = new RawHttp2(address);
        for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
            client.post(stream, PATH);
        }
        return client;
    }

    private double cutOffs() {
        return meters.get("diffract.http.cutoffs").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double cutOff(String reason) {
        return meters.get("diffract.http.cutoffs")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
