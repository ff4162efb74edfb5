package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

    @Test
    void aFileThatSaysNothingIsRefusedWithASentence() throws IOException {
        at("png-info").setInputFiles(gray("gray.png", "png"));
        assertThat(at("errors")).containsText("The picture says nothing of how it was drawn");
    }
}
