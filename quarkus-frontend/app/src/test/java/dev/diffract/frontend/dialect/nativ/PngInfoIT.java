package dev.diffract.frontend.dialect.nativ;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.diffract.frontend.imaging.PngEncoder;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests read out of pictures, over HTTP. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class PngInfoIT extends WithHealthySlices {

    @Test
    void theRequestOfAPictureDrawsItAgain() {
        byte[] picture = png(
                "{\"prompt\": \"a (b:1.2),\\nc\", \"negative_prompt\": \"d\", \"seed\": 7, \"noise\": \"gpu\","
                        + " \"sampler\": \"Euler a\", \"subseed\": 3, \"subseed_strength\": 0.5, \"steps\": 3,"
                        + " \"schedule_type\": \"beta\", \"eta\": 0.5, \"timestep_spacing\": \"linspace\", \"clip_skip\": 2}");

        JsonPath info = pngInfo(picture).then().statusCode(200).extract().jsonPath();

        assertThat(info.getString("request.prompt")).isEqualTo("a (b:1.2),\nc");
        assertThat(info.getString("request.negative_prompt")).isEqualTo("d");
        assertThat(info.getString("infotext"))
                .contains("Steps: 3, Sampler: Euler a, Schedule type: Beta", "Clip skip: 2", "Eta: 0.5");
        assertThat(info.<String, String>getMap("others")).containsOnlyKeys("Model hash", "Version");
        byte[] again = given().contentType("application/json")
                .accept("image/png")
                .body(info.<Map<String, Object>>get("request"))
                .post("/v1/generations")
                .asByteArray();
        assertThat(again).isEqualTo(picture);
    }

    @Test
    void whatIsNoPictureWithParametersIsRefusedWithASentence() {
        refused(new byte[0], "The body must be a PNG file.");
        refused("a secret".getBytes(), "The body must be a PNG file.");
        refused(Arrays.copyOf(new PngEncoder().encode(2, 2, new byte[12], "x"), 20), "The body is a broken PNG file.");
        byte[] other = new PngEncoder().encode(2, 2, new byte[12], "x");
        int keyword = new String(other, StandardCharsets.ISO_8859_1).indexOf("parameters");
        other[keyword] ^= 1;
        refused(other, "The body is a broken PNG file.");
    }

    /** Whatever a foreign picture says, what is read of it can be sent as it is. */
    @Test
    void whatIsReadOfAForeignPictureIsDrawn() {
        JsonPath info = said("a fox\nNegative prompt: " + "b ".repeat(6000) + "\nSteps: 1000, Sampler: Unheard Of,"
                        + " Schedule type: Odd, CFG scale: 70, Seed: -3, Size: 0x0, Model: other, Clip skip: 0, Eta: 3,"
                        + " Hires upscale: 50, Denoising strength: 0.4, Version: v1.10.1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(info.<String, Object>getMap("request"))
                .isEqualTo(Map.of("prompt", "a fox", "negative_prompt", "", "noise", "gpu"));
        assertThat(info.<String, String>getMap("others"))
                .containsOnlyKeys(
                        "Negative prompt",
                        "Steps",
                        "Sampler",
                        "Schedule type",
                        "CFG scale",
                        "Seed",
                        "Size",
                        "Model",
                        "Clip skip",
                        "Eta",
                        "Hires upscale",
                        "Denoising strength",
                        "Version")
                .containsEntry("Sampler", "Unheard Of");
        given().contentType("application/json")
                .body(info.<Map<String, Object>>get("request"))
                .post("/v1/generations")
                .then()
                .statusCode(200);
    }

    /** Without the picture another one would be drawn. */
    @Test
    void aPictureThatWasDrawnFromAnotherSaysWhatIsMissing() {
        String picture =
                Base64.getEncoder().encodeToString(new PngEncoder().encode(128, 128, new byte[3 * 128 * 128], ""));
        byte[] drawn = png("{\"prompt\": \"a\", \"seed\": 3, \"steps\": 4, \"image\": \"" + picture + "\"}");
        JsonPath info = pngInfo(drawn).then().statusCode(200).extract().jsonPath();

        assertThat(info.getDouble("request.strength")).isEqualTo(0.75);
        assertThat(info.<Map<String, String>>getList("missing"))
                .containsExactly(
                        Map.of(
                                "pointer",
                                "/image",
                                "detail",
                                "is not among the parameters: add the picture that this one was drawn from, or another one is drawn"));
        Map<String, Object> request = new HashMap<>(info.<Map<String, Object>>get("request"));
        given().contentType("application/json")
                .body(request)
                .post("/v1/generations")
                .then()
                .statusCode(200)
                .body("not_honoured", contains("strength"));
        request.put("image", picture);
        byte[] again = given().contentType("application/json")
                .accept("image/png")
                .body(request)
                .post("/v1/generations")
                .asByteArray();
        assertThat(again).isEqualTo(drawn);
    }

    @Test
    void aForeignPictureOfAMaskSaysWhatIsMissing() {
        assertThat(said("a\nSteps: 4, CFG scale: 7, Seed: 3, Denoising strength: 0.75, Mask blur: 4, Version: v1.10.1")
                        .jsonPath()
                        .<String>getList("missing.pointer"))
                .containsExactly("/image", "/mask");
        assertThat(said("a\nSteps: 4, CFG scale: 7, Seed: 3").jsonPath().getList("missing"))
                .isEmpty();
    }

    @Test
    void aTextThatIsNotReadIsNoRequest() {
        Response answer = said("{\"sui_image_params\": {\"prompt\": \"a fox\"}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().<String, Object>getMap(""))
                .containsOnlyKeys("infotext", "others", "not_restorable", "missing");
        assertThat(answer.jsonPath().getString("others.'Not read'")).contains("sui_image_params");
    }

    private static Response said(String infotext) {
        return pngInfo(new PngEncoder().encode(2, 2, new byte[12], infotext));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/png-info", "/v1/png-info/"})
    void otherTypesAreNotRead(String path) {
        Response answer = given().contentType("application/json").body("{}").post(path);
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo(path + " reads image/png only; set the Content-Type header to it.");
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    private static void refused(byte[] body, String sentence) {
        Response answer = pngInfo(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isEqualTo(sentence);
    }

    private static Response pngInfo(byte[] body) {
        return given().contentType("image/png").body(body).post("/v1/png-info");
    }

    private static byte[] png(String body) {
        return given().contentType("application/json")
                .accept("image/png")
                .body(body)
                .post("/v1/generations")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }
}
