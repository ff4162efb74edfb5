package dev.diffract.frontend.dialect.admin;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.awaitLatch;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Rest.management;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.diffract.frontend.testing.FakeModels;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators order at the management port. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class FleetRoutesIT extends WithHealthySlices {

    private static final String FLEET = "/admin/fleet";

    @AfterEach
    void nothingStaysDrained() {
        order("/slices/a/undrain").then().statusCode(200);
        order("/slices/b/undrain").then().statusCode(200);
    }

    @Test
    void aDrainedSliceGetsNoCallsUntilItIsUndrained() {
        JsonPath drained =
                order("/slices/a/drain").then().statusCode(200).extract().jsonPath();
        assertThat(drained.getString("name")).isEqualTo("a");
        assertThat(drained.getString("state")).isEqualTo("draining");
        assertThat(drained.getBoolean("drained")).isTrue();
        awaitStates("draining", "healthy");
        assertThat(get("/v1/slices").jsonPath().getString("slices[0].reason")).contains("It is drained");
        assertThat(metric("diffract_slice_draining{slice=\"a\"}")).isEqualTo(1);
        assertThat(metric("diffract_slice_healthy{slice=\"a\"}")).isZero();
        managed("/q/health/ready").then().statusCode(200).body(containsString("draining"));

        int before = completed(0);
        post(BODY).then().statusCode(200);
        assertThat(completed(0)).isEqualTo(before);

        order("/slices/a/undrain")
                .then()
                .statusCode(200)
                .body("state", equalTo("healthy"))
                .body("drained", equalTo(false));
        awaitStates("healthy", "healthy");
    }

    @Test
    void whatASliceHasWhenItIsDrainedEndsThere() {
        order("/slices/b/drain").then().statusCode(200);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        slices.a().script((request, answer) -> {
            begun.countDown();
            awaitLatch(goOn);
            answer.onNext(FakeModels.answer(request));
            answer.onCompleted();
            return true;
        });
        CompletableFuture<Integer> picture =
                CompletableFuture.supplyAsync(() -> post(BODY).statusCode());
        awaitLatch(begun);

        order("/slices/b/undrain").then().statusCode(200);
        assertThat(order("/slices/a/drain").jsonPath().getInt("in_flight")).isEqualTo(1);
        goOn.countDown();

        assertThat(picture.join()).isEqualTo(200);
        assertThat(managed(FLEET).jsonPath().getInt("slices[0].in_flight")).isZero();
    }

    @Test
    void theLastSliceIsDrainedOnlyByForce() {
        order("/slices/a/drain").then().statusCode(200);
        order("/slices/b/drain")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("last_slice"))
                .body("detail", containsString("b is the last one that can draw with tiny"));
        awaitStates("draining", "healthy");

        order("/slices/b/drain?force=true").then().statusCode(200);
        awaitStates("draining", "draining");
        managed("/q/health/ready").then().statusCode(503);
        post(BODY).then().statusCode(503).body("detail", containsString("takes nothing new"));
    }

    @Test
    void whoCannotDrawAnywayMayAlwaysBeDrained() {
        slices.a().ready(false);
        awaitStates("unhealthy", "healthy");

        order("/slices/a/drain")
                .then()
                .statusCode(200)
                .body("state", equalTo("unhealthy"))
                .body("drained", equalTo(true));
        order("/slices/b/drain").then().statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "undrain"})
    void aSliceThatIsNotThereIsAnsweredWithThoseThatAre(String what) {
        order("/slices/c/" + what)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("unknown_slice"))
                .body("detail", equalTo("There is no slice 'c'; there are: a, b."));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /admin/fleet, 405, GET",
        "DELETE, /admin/fleet, 405, GET",
        "GET, /admin/fleet/slices/a/drain, 405, POST",
        "PUT, /admin/fleet/slices/a/undrain, 405, POST",
        "GET, /admin/fleet/reload, 405, POST",
        "GET, /admin/fleet/switch, 405, POST",
        "GET, /admin/fleet/rollback, 405, POST",
        "GET, /admin, 404,",
        "GET, /admin/fleet/slices/a, 404,",
        "POST, /admin/fleet/slices/a/stop, 404,"
    })
    void wrongMethodsAndAddressesAreToldAsProblems(String method, String path, int status, String allow) {
        Response answer = operator().request(method, path);
        answer.then().statusCode(status).contentType("application/problem+json").body("status", equalTo(status));
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.jsonPath().getString("request_id")).isEqualTo(answer.header("X-Request-Id"));
    }

    @ParameterizedTest
    @CsvSource({
        "force=yes, 'force must be true or false, was yes.'",
        "force=true&force=true, 'force must be true or false, was true, true.'",
        "forse=true, 'There is no parameter ''forse'' here; there is force.'"
    })
    void wrongParametersChangeNothing(String parameters, String sentence) {
        order("/slices/a/drain?" + parameters).then().statusCode(400).body("detail", equalTo(sentence));
        awaitStates("healthy", "healthy");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, invalid_request, 'repository is missing'",
        "?repository=/nowhere&canary=101, 400, invalid_request, 'canary must be a whole number from 0 to 100, was 101.'",
        "?repository=/nowhere&callers=me, 400, invalid_request, 'neither an address nor a network'",
        "?repository=/nowhere&grace=x, 400, invalid_request, 'grace must be a whole number'",
        "?repository=/nowhere&in_place=1, 400, invalid_request, 'in_place must be true or false, was 1.'",
        "?repository=/a&repository=/b, 400, invalid_request, 'repository is there more than once.'",
        "?repository=/nowhere/8, 404, unknown_repository, 'There is no directory /nowhere/8, and /nowhere is none'"
    })
    void aWrongSwitchIsToldSoAndChangesNothing(String parameters, int status, String code, String sentence) {
        order("/switch" + parameters)
                .then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("detail", containsString(sentence));
        assertThat(managed(FLEET).jsonPath().getMap("$")).doesNotContainKey("switch");
    }

    @Test
    void whatCannotTakeThePlaceOfTheOtherIsToldWhy(@TempDir Path directory) throws IOException {
        Path same = TestRepository.write(directory.resolve("same"));
        order("/switch?repository=" + directory.resolve("other"))
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_repository"))
                .body("detail", containsString("; " + directory + " has same."));
        Path empty = Files.createDirectory(directory.resolve("empty"));
        order("/switch?repository=" + empty).then().statusCode(422).body("code", equalTo("wrong_repository"));
        Path foreign = TestRepository.write(
                directory.resolve("foreign"), TestRepository.manifest("other", TestRepository.CHECKPOINT));
        order("/switch?repository=" + same)
                .then()
                .statusCode(422)
                .body("detail", containsString("the checkpoint that is served already"));
        order("/switch?repository=" + foreign)
                .then()
                .statusCode(422)
                .body("detail", containsString("a model 'other', and there are only: tiny"));
    }

    @Test
    void whatWasNeverSwitchedIsNotTakenBack() {
        order("/rollback").then().statusCode(409).body("code", equalTo("not_switched"));
    }

    @Test
    void slicesOfTheSettingAreNotReadAgain() {
        order("/reload")
                .then()
                .statusCode(409)
                .body("code", equalTo("fixed_slices"))
                .body("detail", containsString("diffract.fleet.file"));
        awaitStates("healthy", "healthy");
    }

    /** Neither by a form or a script without permission, nor under a name that somebody made lead here. */
    @Test
    void browsersChangeNothing() {
        for (String header : new String[] {"Origin", "Sec-Fetch-Site"}) {
            operator()
                    .header(
                            header,
                            header.equals("Origin")
                                    ? "http://localhost:" + management().getPort()
                                    : "same-origin")
                    .post(FLEET + "/slices/a/drain")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("browser"));
        }
        given().port(management().getPort())
                .contentType("text/plain")
                .post(FLEET + "/slices/a/drain")
                .then()
                .statusCode(415);
        given().port(management().getPort())
                .post(FLEET + "/slices/a/drain")
                .then()
                .statusCode(415);
        awaitStates("healthy", "healthy");
    }

    @Test
    void nothingOfItIsWherePicturesAreDrawn() {
        get(FLEET).then().statusCode(404).body("detail", containsString("management port"));
        given().contentType("application/json")
                .post(FLEET + "/slices/a/drain")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    private static int completed(int slice) {
        return get("/v1/slices").jsonPath().getInt("slices[" + slice + "].completed");
    }

    private static RequestSpecification operator() {
        return given().port(management().getPort()).contentType("application/json");
    }

    private static Response order(String path) {
        return operator().post(FLEET + path);
    }
}
