package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.PROMPT;
import static dev.diffract.frontend.testing.Rest.awaitLatch;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.png;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ar.com.hjg.pngj.PngReader;
import ar.com.hjg.pngj.chunks.PngChunkTextVar;
import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeModels;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.FakeTriton.Script;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import dev.diffract.kserve.ModelInferResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class GenerationIT extends WithHealthySlices {

    @TestHTTPResource
    URI address;

    @Test
    void jsonHasPicturesAndResolvedParameters() throws IOException {
        JsonPath answer = post("{\"prompt\": \"" + PROMPT
                        + "\", \"seed\": 7, \"count\": 2, \"negative_prompt\": \"blur\"}")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .jsonPath();

        assertThat(answer.getString("id")).matches("[0-9a-f]{16}");
        assertThat(answer.getString("model")).isEqualTo("tiny");
        assertThat(answer.getString("created")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(answer.getString("parameters.prompt")).isEqualTo(PROMPT);
        assertThat(answer.getString("parameters.negative_prompt")).isEqualTo("blur");
        assertThat(answer.getInt("parameters.steps")).isEqualTo(4);
        assertThat(answer.getDouble("parameters.guidance")).isEqualTo(3.0);
        assertThat(answer.getInt("parameters.width")).isEqualTo(64);
        assertThat(answer.getInt("parameters.height")).isEqualTo(64);
        assertThat(answer.getString("parameters.sampler")).isEqualTo("DDIM");
        assertThat(answer.getLong("parameters.seed")).isEqualTo(7);
        assertThat(answer.getInt("parameters.count")).isEqualTo(2);
        assertThat(answer.getDouble("timings.total_ms"))
                .isGreaterThanOrEqualTo(answer.getDouble("timings.denoise_ms"))
                .isPositive();
        assertThat(answer.<Integer>getList("images.index")).containsExactly(0, 1);
        assertThat(answer.<Integer>getList("images.seed")).containsExactly(7, 8);
        assertThat(answer.<String>getList("images[0].slices")).isNotEmpty().isSubsetOf("a", "b");
        assertThat(answer.<String, Object>getMap("images[0]")).doesNotContainKey("has_nsfw_concepts");
        byte[] png = Base64.getDecoder().decode(answer.getString("images[0].png"));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(64);
        assertThat(parameters(png))
                .isEqualTo(answer.getString("images[0].infotext"))
                .startsWith(PROMPT + "\nNegative prompt: blur\nSteps: 4, Sampler: DDIM");
    }

    @Test
    void promptsAndNoiseAreReadAsAskedFor() throws IOException {
        String prompt = "[a:b:0.5], (c:1.2) BREAK " + "d ".repeat(80);
        JsonPath answer = post("{\"prompt\": \"" + prompt + "\", \"seed\": 7, \"emphasis\": \"no norm\","
                        + " \"noise\": \"gpu\", \"subseed\": 9, \"subseed_strength\": 0.25, \"count\": 2, \"pad_conds\": true}")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getInt("tokens.prompt.count")).isEqualTo(83);
        assertThat(answer.getInt("tokens.prompt.chunks")).isEqualTo(3);
        assertThat(answer.<Integer>getList("tokens.prompt.borders")).containsExactly(3, 78, 83);
        assertThat(answer.getInt("tokens.prompt.dropped")).isZero();
        assertThat(answer.getInt("tokens.negative_prompt.count")).isZero();
        assertThat(answer.getString("parameters.prompt_syntax")).isEqualTo("a1111");
        assertThat(answer.getString("parameters.emphasis")).isEqualTo("No norm");
        assertThat(answer.getBoolean("parameters.pad_conds")).isTrue();
        assertThat(answer.getString("parameters.noise")).isEqualTo("gpu");
        assertThat(answer.getLong("parameters.subseed")).isEqualTo(9);
        assertThat(answer.<Integer>getList("images.seed")).containsExactly(7, 7);
        assertThat(answer.getString("images[1].infotext"))
                .contains(
                        "Seed: 7",
                        "Variation seed: 10, Variation seed strength: 0.25",
                        "RNG: NV, Emphasis: No norm, Pad conds: True");
        assertThat(answer.getString("images[0].png")).isNotEqualTo(answer.getString("images[1].png"));
    }

    @Test
    void thePlainSyntaxSaysWhatItDropped() {
        JsonPath answer = post("{\"prompt\": \"" + "a ".repeat(80) + "\", \"prompt_syntax\": \"plain\"}")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getInt("tokens.prompt.count")).isEqualTo(75);
        assertThat(answer.getInt("tokens.prompt.dropped")).isEqualTo(5);
    }

    @Test
    void pngIsTheBarePicture() throws IOException {
        Response answer = given().contentType("application/json")
                .accept("image/png")
                .header("X-Request-Id", "r-1")
                .body("{\"prompt\": \"a\", \"seed\": 7, \"width\": 128, \"height\": 64}")
                .post(PATH);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("image/png");
        assertThat(answer.header("X-Seed")).isEqualTo("7");
        assertThat(answer.header("Content-Disposition")).isEqualTo("inline; filename=\"diffract-7.png\"");
        assertThat(answer.header("X-Request-Id")).isEqualTo("r-1");
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.asByteArray())).getWidth())
                .isEqualTo(128);
        assertThat(parameters(answer.asByteArray())).contains("Size: 128x64", "Seed: 7", "RNG: CPU");
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
        byte[] first = png(7);

        assertThat(png(7)).isEqualTo(first);
        assertThat(png(8)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"seed\": null", ", \"seed\": -1"})
    void aRandomSeedIsReported(String seed) {
        long reported = post("{\"prompt\": \"a\"" + seed + "}").jsonPath().getLong("parameters.seed");

        assertThat(reported).isBetween(0L, (1L << 32) - 1);
    }

    /** Java's own client offers HTTP/2 in its first request. */
    @Test
    void aClientThatOffersHttp2IsServed() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\": \"an upgrade\", \"seed\": 1}"))
                .build();

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    @Test
    void defaultsOfAcceptAreJson() {
        for (String accept : List.of("*/*", "application/*", "application/json, image/png")) {
            given().contentType("application/json")
                    .accept(accept)
                    .body(BODY)
                    .post(PATH)
                    .then()
                    .statusCode(200)
                    .contentType("application/json");
        }
    }

    @Test
    void eventsTellTheWholeStory() {
        Response answer = given().contentType("application/json")
                .accept("text/event-stream")
                .body("{\"prompt\": \"a\", \"seed\": 7, \"steps\": 3}")
                .post(PATH);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/event-stream");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        List<Event> events = EventReader.read(answer.asString());
        assertThat(events)
                .extracting(Event::name)
                .containsExactly("started", "progress", "progress", "progress", "image", "completed");
        assertThat(events).extracting(event -> event.id().orElseThrow()).containsExactly("1", "2", "3", "4", "5", "6");
        String id = events.get(0).data().getString("id");
        assertThat(events.get(0).data().getLong("parameters.seed")).isEqualTo(7);
        assertThat(events.get(1).data().getString("id")).isEqualTo(id);
        assertThat(events.get(1).data().getInt("index")).isZero();
        assertThat(events.get(1).data().getInt("step")).isEqualTo(1);
        assertThat(events.get(1).data().getInt("steps")).isEqualTo(3);
        assertThat(events.get(3).data().getDouble("fraction")).isEqualTo(1.0);
        assertThat(events.get(3).data().getString("slice")).isIn("a", "b");
        assertThat(events.get(4).data().getString("png")).startsWith("iVBOR");
        assertThat(events.get(4).data().<String, Object>getMap("")).doesNotContainKey("has_nsfw_concepts");
        assertThat(events.get(5).data().getDouble("timings.total_ms")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png", "text/event-stream"})
    void hangingUpCancels(String accept) throws IOException {
        double cancelled = metric("diffract_requests_total{outcome=\"cancelled\"}");
        double withdrawn = withdrawals();
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch toldTheSlice = new CountDownLatch(1);
        AtomicInteger steps = new AtomicInteger();
        Script gate = (request, answer) -> {
            if (!request.getModelName().equals(TestRepository.UNET)) {
                return false;
            }
            ((ServerCallStreamObserver<ModelInferResponse>) answer).setOnCancelHandler(toldTheSlice::countDown);
            steps.incrementAndGet();
            CompletableFuture.runAsync(() -> {
                awaitLatch(open);
                answer.onNext(FakeModels.answer(request));
                answer.onCompleted();
            });
            return true;
        };
        slices.a().script(gate);
        slices.b().script(gate);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + PATH
                                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: "
                                    + accept + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            await().untilAsserted(() -> assertThat(steps).hasValue(1));
        }
        awaitLatch(toldTheSlice);
        await().during(Duration.ofMillis(100)).until(() -> steps.get() == 1);
        open.countDown();

        await().untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isZero());
        assertThat(steps).hasValue(1);
        await().untilAsserted(() -> assertThat(metric("diffract_requests_total{outcome=\"cancelled\"}"))
                .isEqualTo(cancelled + 1));
        assertThat(withdrawals()).isEqualTo(withdrawn + 1);
    }

    private static double withdrawals() {
        return metric("diffract_call_withdrawals_total");
    }

    private static String parameters(byte[] png) {
        PngReader reader = new PngReader(new ByteArrayInputStream(png));
        reader.readSkippingAllRows();
        return reader.getChunksList().getChunks().stream()
                .filter(PngChunkTextVar.class::isInstance)
                .map(PngChunkTextVar.class::cast)
                .filter(chunk -> chunk.getKey().equals("parameters"))
                .map(PngChunkTextVar::getVal)
                .findFirst()
                .orElseThrow();
    }
}
