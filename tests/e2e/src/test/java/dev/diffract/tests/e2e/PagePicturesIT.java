package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page's pictures: one to draw anew, a mask painted over it, and files that say how they were drawn. */
class PagePicturesIT extends PageFixture {

    /** A gray picture, a stroke across its middle: only what is under it changes. */
    @Test
    void aMaskPaintedOverAPictureIsWhatIsDrawnAnew() throws IOException {
        fold("source").click();
        at("image").setInputFiles(gray("gray.png", "png"));
        assertThat(at("mask")).isVisible();
        at("mask").scrollIntoViewIfNeeded();
        BoundingBox box = at("mask").boundingBox();
        page.mouse().move(box.x + box.width * 0.3, box.y + box.height * 0.5);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.7, box.y + box.height * 0.5, new Mouse.MoveOptions().setSteps(5));
        page.mouse().up();
        assertThat(at("mask-blur")).isVisible();
        at("mask-blur").fill("0");
        at("inpainting-fill").selectOption("latent_noise");
        at("strength").fill("1");
        at("prompt").fill("a red circle on a blue background");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        BufferedImage drawn = Frontend.picture(downloaded());
        assertThat(drawn.getWidth()).isEqualTo(128);
        assertThat(drawn.getRGB(64, 5) & 0xff).isEqualTo(GRAY);
        assertThat(drawn.getRGB(5, 120) & 0xff).isEqualTo(GRAY);
        assertThat(drawn.getRGB(64, 64) & 0xffffff).isNotEqualTo(GRAY * 0x010101);
        assertThat(at("infotext").first()).containsText("Denoising strength: 1");

        at("remove-picture").click();
        at("draw").click();
        assertThat(at("infotext").first()).not().containsText("Denoising strength");
    }

    /** The server takes PNG only; the page makes one of what the browser can read. */
    @Test
    void aJpegIsDrawnAnewAndTheKeyboardPaintsToo() throws IOException {
        fold("source").click();
        at("image").setInputFiles(gray("gray.jpg", "jpg"));
        assertThat(at("mask")).isVisible();
        at("mask").focus();
        page.keyboard().press("Shift+ArrowLeft");
        page.keyboard().press("Space");
        assertThat(at("mask-blur")).isVisible();
        at("only-masked").check();
        assertThat(at("masked-padding")).isVisible();
        assertThat(at("resize-mode")).isHidden();
        at("prompt").fill("a red circle on a blue background");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(at("infotext").first()).containsText("Inpaint area: Only masked");
    }

    /** People are quicker than a server that wakes up. */
    @Test
    void aPictureMayComeBeforeTheModelsAreKnown() throws IOException {
        List<Route> held = new ArrayList<>();
        page.route("**/v1/models", held::add);
        page.reload();
        fold("source").click();
        at("image").setInputFiles(gray("gray.png", "png"));
        assertThat(at("mask")).isVisible();
        page.unroute("**/v1/models");
        held.forEach(Route::resume);

        assertThat(page.locator("#size-hint")).containsText("ultiples of");
        assertThat(at("width")).hasValue("128");
        assertThat(at("height")).hasValue("128");
    }

    @Test
    void aPictureFillsTheFormThatDrewIt() throws IOException {
        HttpResponse<byte[]> picture = deployment
                .frontend()
                .post(
                        "application/json",
                        "image/png",
                        ("{\"prompt\": \"a (green:1.1) square\", \"negative_prompt\": \"red\", \"seed\": 9007199254740993,"
                                        + " \"steps\": 7, \"sampler\": \"DPM++ 2S a\", \"schedule_type\": \"karras\","
                                        + " \"clip_skip\": 2, \"eta\": 0.5, \"noise\": \"gpu\", \"subseed\": 4,"
                                        + " \"subseed_strength\": 0.25, \"guidance_rescale\": 0.5}")
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(picture.statusCode()).isEqualTo(200);
        at("png-info").setInputFiles(new FilePayload("drawn.png", "image/png", picture.body()));
        assertThat(at("status")).containsText("Read from drawn.png.");
        assertThat(at("prompt")).hasValue("a (green:1.1) square");
        assertThat(at("negative-prompt")).hasValue("red");
        assertThat(at("seed")).hasValue("9007199254740993");
        assertThat(at("steps")).hasValue("7");
        assertThat(at("sampler")).hasValue("DPM++ 2S a");
        assertThat(at("schedule-type")).hasValue("karras");
        assertThat(at("clip-skip")).hasValue("2");
        assertThat(at("eta")).hasValue("0.5");
        assertThat(at("noise")).hasValue("gpu");
        assertThat(at("subseed")).hasValue("4");
        assertThat(at("subseed-strength")).hasValue("0.25");
        assertThat(at("guidance-rescale")).hasValue("0.5");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(downloaded()).isEqualTo(picture.body());
    }

    /** As scripts around diffusers write them down. */
    @Test
    void theParametersOfAPictureCanBeCopiedAsJson() throws IOException {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        at("prompt").fill("a \"red\" circle");
        at("negative-prompt").fill("blue");
        at("steps").fill("5");
        at("guidance").fill("2.5");
        at("width").fill("64");
        at("seed").fill("9007199254740993");
        Instant before = Instant.now();
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(at("json")).isHidden();
        at("json-fold").locator("summary").click();
        assertThat(at("json")).isVisible();

        JsonNode json = new ObjectMapper().readTree(at("json").textContent());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "prompt",
                        "negative_prompt",
                        "steps",
                        "guidance_scale",
                        "width",
                        "height",
                        "seed",
                        "image_path",
                        "timestamp");
        assertThat(json.get("prompt").textValue()).isEqualTo("a \"red\" circle");
        assertThat(json.get("negative_prompt").textValue()).isEqualTo("blue");
        assertThat(json.get("steps").intValue()).isEqualTo(5);
        assertThat(json.get("guidance_scale").doubleValue()).isEqualTo(2.5);
        assertThat(json.get("width").intValue()).isEqualTo(64);
        assertThat(json.get("height").intValue()).isEqualTo(128);
        assertThat(json.get("seed").bigIntegerValue()).isEqualTo("9007199254740993");
        assertThat(json.get("image_path").isNull()).isTrue();
        assertThat(Instant.parse(json.get("timestamp").textValue()))
                .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());

        at("copy-json").click();
        assertThat(at("copy-json")).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()"))
                .isEqualTo(at("json").textContent());
    }

    /** Of a server that keeps its pictures. */
    @Test
    void theJsonNamesTheLinkOfAPictureThatTheServerKeeps() throws IOException {
        StubbedDrawing.answers(page, gray("gray.png", "png").buffer, "\"image_path\": \"/v1/pictures/7.png\",");
        at("prompt").fill("a red circle");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(new ObjectMapper()
                        .readTree(at("json").textContent())
                        .get("image_path")
                        .textValue())
                .isEqualTo("/v1/pictures/7.png");
    }

    @Test
    void whatIsNotDrawnOfThePromptIsSaidAtThePicture() {
        at("prompt").fill("<lora:style:0.8> a red circle AND a square");
        at("negative-prompt").fill("<hypernet:y:1> blue");
        at("steps").fill("1");
        at("count").fill("2");
        at("draw").click();
        assertThat(pictures()).hasCount(2);
        assertThat(at("not-honoured")).hasCount(2);
        assertThat(at("not-honoured").first())
                .hasText("In the prompts, but not honoured: <lora:style:0.8> AND <hypernet:y:1>");
        at("language").click();
        assertThat(at("not-honoured").first()).hasText("提示词中未生效的部分： <lora:style:0.8> AND <hypernet:y:1>");

        at("prompt").fill("a red circle");
        at("negative-prompt").fill("");
        at("count").fill("1");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(at("not-honoured")).hasCount(0);
    }

    @Test
    void aFileThatSaysNothingIsRefusedWithASentence() throws IOException {
        at("png-info").setInputFiles(gray("gray.png", "png"));
        assertThat(at("errors")).containsText("The picture says nothing of how it was drawn");
    }
}
