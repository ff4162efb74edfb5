package dev.diffract.frontend.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import ar.com.hjg.pngj.PngReader;
import ar.com.hjg.pngj.chunks.PngChunkTextVar;
import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.FakeTriton;
import dev.diffract.frontend.testing.FakeTriton.Script;
import io.grpc.Status;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class GenerationIT {

    private static final String PATH = "/v1/generations";
    private static final String PROMPT = "a secret red circle";
    private static final String BODY = "{\"prompt\": \"" + PROMPT + "\", \"seed\": 7}";

    FakeSlices slices;

    @TestHTTPResource
    URI address;

    @BeforeEach
    void healthySlices() {
        slices.reset();
        awaitStates("healthy", "healthy");
    }

    @AfterEach
    void nothingIsLeftBehind() {
        slices.a().script(Script.NONE);
        slices.b().script(Script.NONE);
        await().untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isZero());
    }

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
                        + " \"noise\": \"gpu\", \"subseed\": 9, \"subseed_strength\": 0.25, \"count\": 2}")
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
        assertThat(answer.getString("parameters.noise")).isEqualTo("gpu");
        assertThat(answer.getLong("parameters.subseed")).isEqualTo(9);
        assertThat(answer.<Integer>getList("images.seed")).containsExactly(7, 7);
        assertThat(answer.getString("images[1].infotext"))
                .contains("Seed: 7", "Variation seed: 10, Variation seed strength: 0.25", "RNG: NV, Emphasis: No norm");
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
        assertThat(answer.header("X-Diffract-Seed")).isEqualTo("7");
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
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
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
        assertThat(events.get(5).data().getDouble("timings.total_ms")).isPositive();
    }

    @Test
    void aSliceThatDiesInMidPictureChangesNothing() {
        byte[] undisturbed = png(7);
        AtomicInteger steps = new AtomicInteger();
        Script dies = (request, answer) -> {
            if (request.getModelName().equals("unet") && steps.incrementAndGet() == 2) {
                CompletableFuture.runAsync(slices.a()::kill);
                return true;
            }
            return false;
        };
        slices.a().script(dies);
        slices.b().script((request, answer) -> false);
        double retries = metric("diffract_retries_total");

        // Which slice gets which step is the dispatcher's affair: draw until the deadly one was taken.
        await().until(() -> {
            assertThat(png(7)).isEqualTo(undisturbed);
            return steps.get() >= 2;
        });

        assertThat(metric("diffract_retries_total")).isGreaterThan(retries);
        assertThat(metric("diffract_call_failures_total{kind=\"unavailable\",slice=\"a\"}"))
                .isPositive();
        assertThat(metric("diffract_slice_healthy{slice=\"a\"}")).isZero();
        awaitStates("unknown", "healthy");
    }

    @Test
    void aMalformedAnswerIsTriedElsewhere() {
        byte[] undisturbed = png(7);
        AtomicBoolean used = new AtomicBoolean();
        slices.a().script((request, answer) -> {
            if (!request.getModelName().equals("unet")) {
                return false;
            }
            used.set(true);
            answer.onNext(FakeTriton.response("out_sample", "FP16", new byte[3], 1L, 4L, 8L, 8L));
            answer.onCompleted();
            return true;
        });

        await().until(() -> {
            assertThat(png(7)).isEqualTo(undisturbed);
            return used.get();
        });
    }

    @Test
    void whenAllAttemptsFailTheProblemNamesThem() {
        Script broken = (request, answer) -> {
            answer.onError(Status.INTERNAL.withDescription("CUDA error 700").asRuntimeException());
            return true;
        };
        slices.a().script(broken);
        slices.b().script(broken);

        // Five of the only word the vocabulary has: a prompt that no other test had encoded.
        Response answer = post("{\"prompt\": \"a a a a a " + PROMPT + "\"}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("slice_failed");
        assertThat(answer.jsonPath().getString("detail"))
                .contains(
                        "text_encoder on a: CUDA error 700 (INTERNAL)", "text_encoder on b: CUDA error 700 (INTERNAL)");
        assertThat(answer.asString()).doesNotContain("secret", "Exception");
    }

    @Test
    void aFailureInTheStreamIsItsLastEvent() {
        Script broken = (request, answer) -> {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription("unexpected shape").asRuntimeException());
            return true;
        };
        slices.a().script(broken);
        slices.b().script(broken);

        List<Event> events = EventReader.read(given().contentType("application/json")
                .accept("text/event-stream")
                .header("X-Request-Id", "r-2")
                .body(BODY)
                .post(PATH)
                .asString());

        Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("failed");
        assertThat(last.data().getString("code")).isEqualTo("slice_failed");
        assertThat(last.data().getInt("status")).isEqualTo(502);
        assertThat(last.data().getString("instance")).isEqualTo(PATH);
        assertThat(last.data().getString("request_id")).isEqualTo("r-2");
    }

    @Test
    void aMismatchedSliceGetsNoWorkAndSaysWhy() {
        slices.b().checkpoint("sha256:aaaaaaaaaaaabbbb");
        awaitStates("healthy", "mismatched");
        int before = slices.b().calls().size();

        post(BODY).then().statusCode(200);

        assertThat(slices.b().calls()).hasSize(before);
        assertThat(get("/v1/slices").jsonPath().getString("slices[1].reason")).contains("aaaaaaaaaaaa", "111111111111");
    }

    @Test
    void whenNoSliceCanEverDrawThereIsNothingToWaitFor() {
        slices.a().checkpoint("sha256:aaaaaaaaaaaabbbb");
        slices.b().checkpoint("sha256:aaaaaaaaaaaabbbb");
        awaitStates("mismatched", "mismatched");

        Response answer = post(BODY);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("no_slice");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        get("/q/health/ready").then().statusCode(503).body(containsString("mismatched: "));
        assertThat(get("/v1/models").jsonPath().getBoolean("models[0].ready")).isFalse();
        get("/q/health/live").then().statusCode(200);
    }

    @Test
    void aFullQueueRefusesUntilAPlaceIsFree() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Script gate = (request, answer) -> {
            CompletableFuture.runAsync(() -> {
                awaitLatch(open);
                answer.onNext(FakeTriton.answer(request));
                answer.onCompleted();
            });
            return true;
        };
        slices.a().script(gate);
        slices.b().script(gate);
        CompletableFuture<Response> drawing = CompletableFuture.supplyAsync(() -> post(BODY));
        await().untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isOne());
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> given().contentType("application/json")
                        .accept("text/event-stream")
                        .body(BODY)
                        .post(PATH));
        await().untilAsserted(() -> assertThat(metric("diffract_queue_depth")).isOne());

        Response refused = post(BODY);
        assertThat(doing()).anyMatch(label -> label.contains("step") || label.matches("[0-9a-f]{16}.*"));
        open.countDown();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("queue_full");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(drawing.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        List<Event> events = EventReader.read(waiting.get(30, TimeUnit.SECONDS).asString());
        assertThat(events.get(0).name()).isEqualTo("queued");
        assertThat(events.get(0).data().getInt("position")).isOne();
        assertThat(events.get(1).name()).isEqualTo("started");
        assertThat(events.get(events.size() - 1).name()).isEqualTo("completed");
        assertThat(metric("diffract_requests_total{outcome=\"queue_full\"}")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png", "text/event-stream"})
    void hangingUpCancels(String accept) throws IOException {
        double cancelled = metric("diffract_requests_total{outcome=\"cancelled\"}");
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger steps = new AtomicInteger();
        Script gate = (request, answer) -> {
            if (!request.getModelName().equals("unet")) {
                return false;
            }
            steps.incrementAndGet();
            CompletableFuture.runAsync(() -> {
                awaitLatch(open);
                answer.onNext(FakeTriton.answer(request));
                answer.onCompleted();
            });
            return true;
        };
        slices.a().script(gate);
        slices.b().script(gate);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: "
                                    + accept + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            await().untilAsserted(() -> assertThat(steps).hasValue(1));
        }
        await().during(Duration.ofMillis(100)).until(() -> steps.get() == 1);
        open.countDown();

        await().untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isZero());
        assertThat(steps).hasValue(1);
        await().untilAsserted(() -> assertThat(metric("diffract_requests_total{outcome=\"cancelled\"}"))
                .isEqualTo(cancelled + 1));
    }

    @Test
    void everyMetricIsThere() {
        double images = metric("diffract_images_total");
        double ok = metric("diffract_requests_total{outcome=\"ok\"}");
        post("{\"prompt\": \"a\", \"count\": 2}").then().statusCode(200);

        assertThat(metric("diffract_images_total")).isEqualTo(images + 2);
        assertThat(metric("diffract_requests_total{outcome=\"ok\"}")).isEqualTo(ok + 1);
        assertThat(get("/q/metrics").asString())
                .contains(
                        "diffract_steps_total{slice=\"a\"}",
                        "diffract_step_seconds_count{slice=\"b\"}",
                        "diffract_step_seconds_sum{slice=\"a\"}",
                        "diffract_queue_depth",
                        "diffract_generations_active",
                        "diffract_retries_total",
                        "diffract_slice_in_flight{slice=\"b\"}",
                        "diffract_slice_healthy{slice=\"a\"} 1.0");
    }

    @Test
    void healthFollowsTheSlices() {
        get("/q/health/started").then().statusCode(200);
        get("/q/health/live").then().statusCode(200);
        get("/q/health/ready").then().statusCode(200);

        slices.a().kill();
        awaitStates("unknown", "healthy");
        get("/q/health/ready").then().statusCode(200);

        slices.b().ready(false);
        awaitStates("unknown", "unhealthy");
        get("/q/health/ready").then().statusCode(503).body(containsString("The server is not ready"));

        slices.b().ready(true);
        awaitStates("unknown", "healthy");
        get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void modelsAreListedWithTheirRules() {
        JsonPath answer = get("/v1/models").then().statusCode(200).extract().jsonPath();

        assertThat(answer.getString("models[0].name")).isEqualTo("tiny");
        assertThat(answer.getString("models[0].checkpoint")).startsWith("sha256:1111");
        assertThat(answer.getString("models[0].runtime")).isEqualTo("onnx");
        assertThat(answer.getInt("models[0].defaults.steps")).isEqualTo(4);
        assertThat(answer.getString("models[0].defaults.sampler")).isEqualTo("DDIM");
        assertThat(answer.getInt("models[0].sizes.multiple")).isEqualTo(64);
        assertThat(answer.<String>getList("models[0].samplers")).contains("DDIM", "Euler", "Euler a");
        assertThat(answer.getBoolean("models[0].ready")).isTrue();
    }

    @Test
    void slicesAreListedWithWhatTheyDo() {
        post(BODY).then().statusCode(200);

        JsonPath answer = get("/v1/slices").then().statusCode(200).extract().jsonPath();

        assertThat(answer.<String>getList("slices.name")).containsExactly("a", "b");
        assertThat(answer.getString("slices[0].target")).isEqualTo(slices.a().target());
        assertThat(answer.getString("slices[0].state")).isEqualTo("healthy");
        assertThat(answer.getString("slices[0].reason")).isNull();
        assertThat(answer.<String>getList("slices[0].models"))
                .containsExactly("decode_image", "text_encoder", "unet", "vae_encoder");
        assertThat(answer.getInt("slices[0].completed") + answer.getInt("slices[1].completed"))
                .isPositive();
        assertThat(answer.getInt("slices[0].in_flight")).isZero();
    }

    @Test
    void theOpenApiDocumentDescribesEverything() {
        JsonPath document =
                given().queryParam("format", "json").get("/q/openapi").jsonPath();

        assertThat(document.<String, Object>getMap("paths"))
                .containsOnlyKeys("/v1/generations", "/v1/models", "/v1/png-info", "/v1/slices");
        assertThat(document.<String, Object>getMap("paths.'/v1/png-info'.post.responses"))
                .containsOnlyKeys("200", "400", "413", "415");
        assertThat(document.<String, Object>getMap("paths.'/v1/generations'.post.responses"))
                .containsOnlyKeys("200", "400", "404", "406", "413", "415", "429", "502", "503", "504");
        assertThat(document.<String, Object>getMap("paths.'/v1/generations'.post.responses.'200'.content"))
                .containsOnlyKeys("application/json", "image/png", "text/event-stream");
        assertThat(document.<String, Object>getMap("components.schemas"))
                .containsKeys(
                        "GenerationRequest", "Generation", "Problem", "FieldError", "Models", "PngInfo", "Slices");
        assertThat(document.<String>getList("components.schemas.GenerationRequest.required"))
                .containsExactly("prompt");
        assertThat(document.getInt("components.schemas.GenerationRequest.properties.steps.maximum"))
                .isEqualTo(150);
        get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
    }

    private byte[] png(long seed) {
        Response answer = given().contentType("application/json")
                .accept("image/png")
                .body("{\"prompt\": \"" + PROMPT + "\", \"seed\": " + seed + "}")
                .post(PATH);
        assertThat(answer.statusCode())
                .as(answer.statusCode() == 200 ? "" : answer.asString())
                .isEqualTo(200);
        return answer.asByteArray();
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post(PATH);
    }

    private static List<String> doing() {
        return get("/v1/slices").jsonPath().<List<String>>getList("slices.doing").stream()
                .flatMap(List::stream)
                .toList();
    }

    private static void awaitStates(String... states) {
        await().untilAsserted(() -> assertThat(get("/v1/slices").jsonPath().<String>getList("slices.state"))
                .containsExactly(states));
    }

    /** The value of a series, 0 if it is not there yet. */
    private static double metric(String series) {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
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

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
