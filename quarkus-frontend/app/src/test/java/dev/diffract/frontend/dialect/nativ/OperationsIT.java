package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Rest.management;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators look at: metrics, health, lists and the OpenAPI document. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class OperationsIT extends WithHealthySlices {

    @Test
    void everyMetricIsThere() {
        double images = metric("diffract_images_total");
        double ok = metric("diffract_requests_total{outcome=\"ok\"}");
        double whole = metric(buckets("diffract_generation_seconds", "+Inf"));
        double waiting = metric(buckets("diffract_generation_waiting_seconds", "300.0"));
        double busy = metric("diffract_class_busy_seconds_total{class=\"interactive\"}");
        double batches = metric("diffract_step_batch_pictures_bucket{le=\"2.0\"}");
        double decoded =
                metric("diffract_call_waiting_seconds_count{class=\"interactive\",model=\"tiny\",stage=\"decode\"}");
        double pictures = metric(buckets("diffract_picture_seconds", "+Inf"));
        double turns = metric(buckets("diffract_picture_waiting_seconds", "+Inf"));
        post("{\"prompt\": \"a\", \"count\": 2}").then().statusCode(200);

        assertThat(metric(buckets("diffract_picture_seconds", "+Inf"))).isEqualTo(pictures + 2);
        assertThat(metric(buckets("diffract_picture_waiting_seconds", "+Inf"))).isEqualTo(turns + 2);
        assertThat(metric("diffract_images_total")).isEqualTo(images + 2);
        assertThat(metric("diffract_requests_total{outcome=\"ok\"}")).isEqualTo(ok + 1);
        assertThat(metric(buckets("diffract_generation_seconds", "+Inf"))).isEqualTo(whole + 1);
        assertThat(metric(buckets("diffract_generation_waiting_seconds", "300.0")))
                .isEqualTo(waiting + 1);
        assertThat(metric("diffract_class_busy_seconds_total{class=\"interactive\"}"))
                .isGreaterThan(busy);
        assertThat(metric("diffract_class_busy_seconds_total{class=\"batch\"}")).isZero();
        assertThat(metric("diffract_step_batch_pictures_bucket{le=\"2.0\"}")).isBetween(batches + 4, batches + 8);
        assertThat(metric("diffract_call_waiting_seconds_count{class=\"interactive\",model=\"tiny\",stage=\"decode\"}"))
                .isEqualTo(decoded + 2);
        assertThat(metric("diffract_queue_predicted_seconds{model=\"tiny\"}")).isZero();
        assertThat(metric("diffract_slice_busy_seconds_total{slice=\"a\"}")
                        + metric("diffract_slice_busy_seconds_total{slice=\"b\"}"))
                .isPositive();
    }

    @Test
    void metricsAreInTheFormThatIsAskedFor() {
        given().port(management().getPort())
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .body(containsString("# TYPE diffract_steps_total counter"));
        given().port(management().getPort())
                .accept("application/openmetrics-text; version=1.0.0")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .header("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
                .body(endsWith("# EOF\n"));
    }

    private static String buckets(String name, String most) {
        return name + "_bucket{class=\"interactive\",model=\"tiny\",outcome=\"ok\",le=\"" + most + "\"}";
    }

    @Test
    void whyARequestWasNotBegunIsCounted() {
        double wrong = metric("diffract_refusals_total{reason=\"invalid_request\"}");
        double unknown = metric("diffract_refusals_total{reason=\"model_not_found\"}");
        post("{\"prompt\": \"a\", \"steps\": 0}").then().statusCode(400);
        post("{\"prompt\": \"a\", \"model\": \"none\"}").then().statusCode(404);
        assertThat(metric("diffract_refusals_total{reason=\"invalid_request\"}"))
                .isEqualTo(wrong + 1);
        assertThat(metric("diffract_refusals_total{reason=\"model_not_found\"}"))
                .isEqualTo(unknown + 1);
    }

    @Test
    void healthFollowsTheSlices() {
        managed("/q/health/started").then().statusCode(200);
        managed("/q/health/live").then().statusCode(200);
        managed("/q/health/ready").then().statusCode(200);

        slices.a().kill();
        awaitStates("unknown", "healthy");
        managed("/q/health/ready").then().statusCode(200);

        slices.b().ready(false);
        awaitStates("unknown", "unhealthy");
        managed("/q/health/ready").then().statusCode(503).body(containsString("The server is not ready"));

        slices.b().ready(true);
        awaitStates("unknown", "healthy");
        managed("/q/health/ready").then().statusCode(200);
    }

    /** Whoever may draw need not know how the operator's slices are. */
    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/health/live", "/q/health/started", "/q/metrics"})
    void healthAndMetricsAreOnTheManagementPortAlone(String path) {
        managed(path).then().statusCode(200);
        get(path)
                .then()
                .statusCode(404)
                .body(containsString(
                        "Nothing answers GET " + path + " here; health and metrics have a port of their own"));
        managed("/v1/models").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/health/live", "/q/health/started", "/q/metrics"})
    void healthAndMetricsCanOnlyBeRead(String path) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            managed(method, path).then().statusCode(405).header("Allow", "GET, HEAD");
        }
        managed("HEAD", path).then().statusCode(200);
    }

    /** Whatever refuses it, and however early. */
    @ParameterizedTest
    @CsvSource({
        "405, PUT, Accept, application/json",
        "415, POST, Content-Type, text/plain",
        "403, POST, Sec-Fetch-Site, cross-site",
        "421, POST, Host, elsewhere.example",
        "400, POST, Content-Type, application/json"
    })
    void everyRefusalIsCounted(int status, String method, String header, String value) {
        double before = answers(status);
        given().header(header, value)
                .body("no JSON")
                .request(method, "/v1/generations")
                .then()
                .statusCode(status);
        await().untilAsserted(() -> assertThat(answers(status)).isEqualTo(before + 1));
    }

    private static double answers(int status) {
        return managed("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count{"))
                .filter(line -> line.contains("status=\"" + status + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void modelsAreListedWithTheirRules() {
        JsonPath answer = get("/v1/models").then().statusCode(200).extract().jsonPath();

        assertThat(answer.getString("models[0].name")).isEqualTo("tiny");
        assertThat(answer.getString("models[0].checkpoint")).startsWith("sha256:1111");
        assertThat(answer.getString("models[0].runtime")).isEqualTo("onnx");
        assertThat(answer.<String, String>getMap("models[0].description"))
                .isEqualTo(Map.of("en", "Nothing but noise."));
        assertThat(answer.getInt("models[0].defaults.steps")).isEqualTo(4);
        assertThat(answer.getString("models[0].defaults.sampler")).isEqualTo("DDIM");
        assertThat(answer.getString("models[0].defaults.negative_prompt")).isEmpty();
        assertThat(answer.getInt("models[0].sizes.multiple")).isEqualTo(64);
        assertThat(answer.<String>getList("models[0].sizes.only")).isEmpty();
        assertThat(answer.<String>getList("models[0].sizes.range")).isEmpty();
        assertThat(answer.<Map<String, Object>>get("models[0].sizes"))
                .containsEntry("reason", null)
                .containsEntry("halvings", null);
        assertThat(answer.<String>getList("models[0].notes")).isEmpty();
        assertThat(answer.<String>getList("models[0].samplers")).contains("DDIM", "Euler", "Euler a");
        assertThat(answer.<String>getList("models[0].schedule_types")).contains("automatic", "sgm_uniform");
        assertThat(answer.getInt("models[0].max_count")).isEqualTo(20);
        assertThat(answer.getInt("models[0].clip_skips")).isEqualTo(2);
        assertThat(answer.getBoolean("models[0].previews")).isTrue();
        assertThat(answer.getBoolean("models[0].image_input")).isTrue();
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
                .containsExactly(
                        "tiny-11111111.decode_image",
                        "tiny-11111111.text_encoder",
                        "tiny-11111111.unet",
                        "tiny-11111111.vae_encoder");
        assertThat(answer.<String>getList("slices[0].checkpoints")).containsExactly(TestRepository.CHECKPOINT);
        assertThat(answer.getInt("slices[0].completed") + answer.getInt("slices[1].completed"))
                .isPositive();
        assertThat(answer.getInt("slices[0].in_flight")).isZero();
        assertThat(answer.<Float>getList("slices.mean_step_ms")).anyMatch(mean -> mean != null && mean > 0);
        assertThat(answer.<Float>getList("slices.batch")).anyMatch(batch -> batch != null && batch == 1);
        assertThat(answer.<Map<String, Object>>get("slices[0]")).containsKey("relative_speed");
        assertThat(answer.<Map<String, Object>>get("slices[0].usage"))
                .as("nobody tells")
                .containsOnlyKeys(
                        "gpu_utilization",
                        "gpu_memory_used_bytes",
                        "gpu_memory_total_bytes",
                        "cpu_utilization",
                        "memory_used_bytes",
                        "memory_total_bytes",
                        "waiting")
                .allSatisfy((name, value) -> assertThat(value).isNull());
    }

    /** Not what it was when the program was built. */
    @Test
    void theOpenApiDocumentHasTheConfiguredCount() {
        JsonPath document =
                given().queryParam("format", "json").get("/q/openapi").jsonPath();

        assertThat(document.getInt("components.schemas.GenerationRequest.properties.count.maximum"))
                .isEqualTo(20);
        post("{\"prompt\": \"a\", \"count\": 20}").then().statusCode(200);
        post("{\"prompt\": \"a\", \"count\": 21}")
                .then()
                .statusCode(400)
                .body(containsString("must be from 1 to 20, was 21"));
    }

    @Test
    void theOpenApiDocumentDescribesEverything() {
        JsonPath document =
                given().queryParam("format", "json").get("/q/openapi").jsonPath();

        assertThat(document.<String, Object>getMap("paths"))
                .containsOnlyKeys("/v1/generations", "/v1/models", "/v1/png-info", "/v1/slices");
        assertThat(document.<String, Object>getMap("paths.'/v1/png-info'.post.responses"))
                .containsOnlyKeys("200", "400", "403", "406", "408", "413", "415", "421", "503");
        assertThat(document.<String, Object>getMap("paths.'/v1/generations'.post.responses"))
                .containsOnlyKeys(
                        "200", "400", "403", "404", "406", "408", "413", "415", "421", "429", "500", "502", "503",
                        "504");
        assertThat(document.<String, Object>getMap("paths.'/v1/generations'.post.responses.'200'.content"))
                .containsOnlyKeys("application/json", "image/png", "image/jpeg", "text/event-stream");
        assertThat(document.<String, Object>getMap("components.schemas"))
                .containsKeys(
                        "GenerationRequest", "Generation", "Problem", "FieldError", "Models", "PngInfo", "Slices");
        assertThat(document.<String>getList("components.schemas.GenerationRequest.required"))
                .containsExactly("prompt");
        assertThat(document.getInt("components.schemas.GenerationRequest.properties.steps.maximum"))
                .isEqualTo(150);
        assertThat(document.getString("components.schemas.Image.properties.has_nsfw_concepts.type"))
                .isEqualTo("boolean");
        get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
    }
}
