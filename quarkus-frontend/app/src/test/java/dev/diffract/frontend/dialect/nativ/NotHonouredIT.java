package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.imaging.PngEncoder;
import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What prompts and pictures ask for and do not get is said. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class NotHonouredIT extends WithHealthySlices {

    private static final String TAGGED =
            "{\"prompt\": \"<lora:é:0.8> a AND a :1.2\", \"negative_prompt\": \"<hypernet:y:1>\"}";

    @Test
    void tagsAreTakenOutSaidAndKeptInTheParameters() {
        Response answer = post(TAGGED);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().<String>getList("not_honoured"))
                .containsExactly("<lora:é:0.8>", "AND", "<hypernet:y:1>");
        assertThat(answer.jsonPath().getString("images[0].infotext"))
                .startsWith("<lora:é:0.8> a AND a :1.2\nNegative prompt: <hypernet:y:1>\nSteps: ");
        assertThat(answer.jsonPath().getString("parameters.prompt")).isEqualTo("<lora:é:0.8> a AND a :1.2");
        assertThat(answer.jsonPath().getInt("tokens.negative_prompt.count")).isZero();
    }

    @Test
    void aPictureAloneSaysItInAHeader() {
        assertThat(picture(TAGGED).header("X-Not-Honoured"))
                .isEqualTo("%3Clora%3A%C3%A9%3A0.8%3E, AND, %3Chypernet%3Ay%3A1%3E");
        assertThat(picture("{\"prompt\": \"a\"}").header("X-Not-Honoured")).isNull();
        assertThat(picture("{\"prompt\": \"" + "<a:é>".repeat(1) + "<b:" + "é".repeat(900) + ">\"}")
                        .header("X-Not-Honoured"))
                .startsWith("%3Ca%3A%C3%A9%3E, %3Cb%3A%C3%A9")
                .endsWith("%E2%80%A6")
                .hasSizeLessThan(4000);
    }

    @Test
    void aStreamSaysItWhenItBegins() {
        String events = given().contentType("application/json")
                .accept("text/event-stream")
                .body(TAGGED)
                .post(PATH)
                .asString();

        assertThat(EventReader.read(events)).anySatisfy(event -> {
            assertThat(event.name()).isEqualTo("started");
            assertThat(event.data().<String>getList("not_honoured")).hasSize(3);
        });
    }

    @Test
    void nothingIsSaidWhereAllIsDrawn() {
        assertThat(post("{\"prompt\": \"a\"}").jsonPath().<String>getList("not_honoured"))
                .isEmpty();
        assertThat(post("{\"prompt\": \"<lora:x:1>\", \"prompt_syntax\": \"plain\"}")
                        .jsonPath()
                        .<String>getList("not_honoured"))
                .isEmpty();
    }

    /** It is drawn as text there, which nobody means who writes it. */
    @Test
    void compelDoesNotHonourItEither() {
        assertThat(post("{\"prompt\": \"a AND b <lora:x:1>\", \"prompt_syntax\": \"compel\"}")
                        .jsonPath()
                        .<String>getList("not_honoured"))
                .containsExactly("<lora:x:1>", "AND");
    }

    /** Clients that were generated send them always, so they are taken: but not without a word. */
    @Test
    void fieldsThatSayNothingWithoutAPictureAreNamed() {
        String body = "{\"prompt\": \"a AND b\", \"strength\": 0.75, \"mask_blur\": 4, \"invert_mask\": false}";

        assertThat(post(body).jsonPath().<String>getList("not_honoured"))
                .containsExactly("AND", "strength", "mask_blur");
        assertThat(picture(body).header("X-Not-Honoured")).isEqualTo("AND, strength, mask_blur");
        String events = given().contentType("application/json")
                .accept("text/event-stream")
                .body(body)
                .post(PATH)
                .asString();
        assertThat(EventReader.read(events).stream()
                        .filter(event -> event.name().equals("started")))
                .singleElement()
                .satisfies(event -> assertThat(event.data().<String>getList("not_honoured"))
                        .containsExactly("AND", "strength", "mask_blur"));
    }

    /** Their values are in order, but others make them meaningless. */
    @Test
    void fieldsThatMakeNoDifferenceAreNamed() {
        assertThat(unused("\"prompt_syntax\": \"plain\", \"emphasis\": \"No norm\", \"pad_conds\": true"))
                .containsExactly("emphasis", "pad_conds");
        assertThat(unused("\"prompt_syntax\": \"compel\", \"emphasis\": \"Original\", \"pad_conds\": true"))
                .containsExactly("pad_conds");
        assertThat(unused("\"guidance\": 1, \"negative_prompt\": \"b\", \"guidance_rescale\": 0.5"))
                .containsExactly("negative_prompt", "guidance_rescale");
        assertThat(unused("\"subseed\": 5")).containsExactly("subseed");
        assertThat(unused("\"emphasis\": \"No norm\", \"pad_conds\": true, \"negative_prompt\": \"b\","
                        + " \"guidance_rescale\": 0.5, \"subseed\": 5, \"subseed_strength\": 0.1"))
                .isEmpty();
        assertThat(unused("\"guidance\": 1, \"negative_prompt\": \"\", \"guidance_rescale\": 0, \"subseed\": -1,"
                        + " \"subseed_strength\": 0, \"emphasis\": \"Original\", \"pad_conds\": false"))
                .isEmpty();
    }

    private static List<String> unused(String fields) {
        Response answer = post("{\"prompt\": \"a\", " + fields + "}");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath().getList("not_honoured");
    }

    @Test
    void anEmptyPromptIsDrawnAndComesBack() {
        byte[] png = picture("{\"prompt\": \"\", \"negative_prompt\": \"b\", \"seed\": 3}")
                .asByteArray();

        JsonPath restored = pngInfo(png).jsonPath();

        assertThat(restored.getString("request.prompt")).isEmpty();
        assertThat(restored.getString("request.negative_prompt")).isEqualTo("b");
        assertThat(given().contentType("application/json")
                        .accept("image/png")
                        .body(restored.<Object>get("request"))
                        .post(PATH)
                        .asByteArray())
                .isEqualTo(png);
    }

    @Test
    void aPictureOfAModelThatIsNotHereSaysSo() {
        String text =
                "a\nSteps: 20, Sampler: DPM++ 2M Karras, Seed: 5, Model: v1-5-pruned, Mask mode: Inpaint not masked,"
                        + " Note: \"\\ud83d\"";
        Response answer = pngInfo(new PngEncoder().encode(2, 2, new byte[12], text));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("request.model")).isNull();
        assertThat(answer.jsonPath().getString("request.sampler")).isEqualTo("DPM++ 2M Karras");
        assertThat(answer.jsonPath().getBoolean("request.invert_mask")).isTrue();
        assertThat(answer.jsonPath().getString("others.Model")).isEqualTo("v1-5-pruned");
    }

    private static Response picture(String body) {
        return given().contentType("application/json")
                .accept("image/png")
                .body(body)
                .post(PATH)
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static Response pngInfo(byte[] png) {
        return given().contentType("image/png").body(png).post("/v1/png-info");
    }
}
