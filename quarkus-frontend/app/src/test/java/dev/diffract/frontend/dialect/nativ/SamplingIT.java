package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import dev.diffract.repository.pipeline.ModelRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sampler options, clip skip, previews, and pictures that are the same to the bit. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class SamplingIT extends WithHealthySlices {

    @Test
    void everyOptionReachesTheRunAndComesBackResolved() {
        Response answer = post(
                "{\"prompt\": \"a\", \"seed\": 7, \"sampler\": \"DPM++ 2M SDE\", \"schedule_type\": \"beta\","
                        + " \"eta\": 0.5, \"final_sigma\": \"sigma_min\", \"rescale_betas_zero_snr\": false, \"clip_skip\": 2}");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        JsonPath json = answer.jsonPath();
        assertThat(json.getString("parameters.sampler")).isEqualTo("DPM++ 2M SDE Beta");
        assertThat(json.getString("parameters.schedule_type")).isEqualTo("beta");
        assertThat(json.getDouble("parameters.eta")).isEqualTo(0.5);
        assertThat(json.getString("parameters.final_sigma")).isEqualTo("sigma_min");
        assertThat(json.getBoolean("parameters.rescale_betas_zero_snr")).isFalse();
        assertThat(json.<String, Object>getMap("parameters")).doesNotContainKeys("timestep_spacing", "previews");
        assertThat(json.getInt("parameters.clip_skip")).isEqualTo(2);
        assertThat(json.getString("images[0].infotext"))
                .contains(
                        "Sampler: DPM++ 2M SDE, Schedule type: Beta",
                        "Clip skip: 2",
                        "Eta: 0.5, Noise Schedule: Default, Final sigma: sigma_min");
        Response again = given().contentType("application/json")
                .body(json.<String, Object>getMap("parameters"))
                .post(PATH);
        assertThat(again.jsonPath().getString("images[0].png")).isEqualTo(json.getString("images[0].png"));
    }

    @Test
    void whatIsToBeTheSameToTheBitNamesTheEnginesThatDrewIt() {
        JsonPath answer = post("{\"prompt\": \"a\", \"seed\": 7, \"reproducible\": \"exact\"}")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String engines = answer.getString("parameters.reproducible");
        assertThat(engines).matches("exact-[0-9a-f]{12}");
        assertThat(answer.getString("images[0].infotext")).contains("Reproducible: " + engines);
        JsonPath again = post("{\"prompt\": \"a\", \"seed\": 7, \"reproducible\": \"" + engines + "\"}")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(again.getString("images[0].png")).isEqualTo(answer.getString("images[0].png"));
        assertThat(post("{\"prompt\": \"a\"}").then().extract().jsonPath().getString("parameters.reproducible"))
                .isEqualTo("close");
    }

    /** One generation is drawn at a time here: one that waited would be seen by the next. */
    @Test
    void enginesThatAreNowhereAreSaidAtOnceAndKeepNobodyWaiting() {
        String sentence =
                "No healthy slice has the engines 000000000000, the only ones that give these pictures to the bit.";
        for (int i = 0; i < 3; i++) {
            Response refused = post("{\"prompt\": \"a\", \"reproducible\": \"exact-000000000000\"}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.jsonPath().getString("code")).isEqualTo("no_slice");
            assertThat(refused.jsonPath().getString("detail")).isEqualTo(sentence);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        }
        List<Event> events = events("\"reproducible\": \"exact-000000000000\"");
        Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("failed");
        assertThat(last.data().getString("detail")).isEqualTo(sentence);
        post("{\"prompt\": \"a\"}").then().statusCode(200);
    }

    @Test
    void aRescaledScheduleIsDrawnWithAndSaid() {
        Response answer = post("{\"prompt\": \"a\", \"seed\": 7, \"sampler\": \"Euler a\", \"steps\": 8,"
                + " \"timestep_spacing\": \"trailing\", \"eta\": 0.5, \"rescale_betas_zero_snr\": true}");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        JsonPath json = answer.jsonPath();
        assertThat(json.getBoolean("parameters.rescale_betas_zero_snr")).isTrue();
        assertThat(json.getString("images[0].infotext")).contains("Eta: 0.5, Noise Schedule: Zero Terminal SNR");
    }

    /** With so many steps diffusers cannot tell the first two timesteps apart. */
    @Test
    void whatDiffusersDrawsNoPictureOfIsRefused() {
        String body = "{\"prompt\": \"a\", \"seed\": 7, \"sampler\": \"UniPC\", \"schedule_type\": \"karras\","
                + " \"rescale_betas_zero_snr\": true, \"steps\": %d}";
        Response refused = post(body.formatted(30));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString())
                .contains("UniPC Karras cannot draw this: steps must be from 9 to 20 with this schedule")
                .contains(", was 30; leading timesteps of a uniform schedule stay below it");
        post(body.formatted(15)).then().statusCode(200);
    }

    @Test
    void aBrownianTreeGivesAnotherPictureAndComesBack() {
        String body = "{\"prompt\": \"a\", \"seed\": 7, \"sampler\": \"DPM++ SDE\"%s}";
        Response generator = post(body.formatted(""));
        Response tree = post(body.formatted(", \"step_noise\": \"brownian_tree\""));
        Response again = post(body.formatted(", \"step_noise\": \"brownian_tree\""));

        assertThat(tree.statusCode()).as(tree.asString()).isEqualTo(200);
        assertThat(tree.jsonPath().getString("parameters.step_noise")).isEqualTo("brownian_tree");
        assertThat(tree.jsonPath().getString("images[0].infotext")).contains("Step noise: brownian_tree");
        assertThat(png(tree)).isEqualTo(png(again)).isNotEqualTo(png(generator));
    }

    @Test
    void theOrderOfUniPcReachesTheRun() {
        Response answer = post(
                "{\"prompt\": \"a\", \"seed\": 7, \"sampler\": \"UniPC\", \"solver_order\": 3, \"solver_type\": \"bh1\"}");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.jsonPath().getInt("parameters.solver_order")).isEqualTo(3);
        assertThat(answer.jsonPath().getString("parameters.solver_type")).isEqualTo("bh1");
        assertThat(answer.jsonPath().getString("images[0].infotext")).contains("UniPC order: 3, UniPC variant: bh1");
    }

    private static String png(Response answer) {
        return answer.jsonPath().getString("images[0].png");
    }

    @Test
    void aClipSkipAsksTheTextEncoderForThatLayer() {
        post("{\"prompt\": \"a a a a a a a a a a a\", \"clip_skip\": 2}").then().statusCode(200);

        assertThat(Stream.concat(slices.a().calls().stream(), slices.b().calls().stream())
                        .filter(call -> call.getModelName().equals(TestRepository.name(ModelRole.TEXT_ENCODER)))
                        .map(call -> call.getOutputs(0).getName()))
                .isNotEmpty()
                .allMatch("clip_skip_2"::equals);
    }

    @Test
    void previewsComeBetweenTheStepsWhenAskedFor() throws IOException {
        List<Event> events = events("\"previews\": 2, \"steps\": 5, \"width\": 128");

        assertThat(events)
                .extracting(Event::name)
                .containsSubsequence("progress", "progress", "preview", "progress", "image", "completed");
        JsonPath preview = events.stream()
                .filter(event -> event.name().equals("preview"))
                .findFirst()
                .orElseThrow()
                .data();
        assertThat(preview.getString("id")).isEqualTo(events.get(0).data().getString("id"));
        assertThat(preview.getInt("index")).isZero();
        assertThat(preview.getInt("step")).isEqualTo(2);
        assertThat(preview.getInt("width")).isEqualTo(16);
        assertThat(preview.getInt("height")).isEqualTo(8);
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(preview.getString("png"))));
        assertThat(image.getWidth()).isEqualTo(16);
        assertThat(image.getHeight()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"previews\": false", "\"previews\": 0", "\"previews\": null", "\"steps\": 4"})
    void previewsDoNotComeUnasked(String field) {
        assertThat(events(field)).extracting(Event::name).doesNotContain("preview");
    }

    @Test
    void trueMeansAPreviewOfEveryStep() {
        assertThat(events("\"previews\": true"))
                .filteredOn(event -> event.name().equals("preview"))
                .isNotEmpty()
                .extracting(event -> event.data().getInt("step"))
                .first()
                .isEqualTo(1);
    }

    private static List<Event> events(String fields) {
        Response answer = given().contentType("application/json")
                .accept("text/event-stream")
                .body("{\"prompt\": \"a\", \"seed\": 7, " + fields + "}")
                .post(PATH);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return EventReader.read(answer.asString());
    }
}
