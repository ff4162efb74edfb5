package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: the system's Chromium. Skipped, with the reason, where there is none. */
class PageIT {

    private static final double PATIENCE_MILLIS = 30_000;
    private static final int GRAY = 0x80;

    @TempDir
    private static Path directory;

    private static Deployment deployment;
    private static Playwright playwright;
    private static Browser browser;

    private Page page;
    private final List<String> scriptErrors = new ArrayList<>();

    @BeforeAll
    static void start() {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "no Chromium on this machine: the page is not driven");
        deployment = Deployment.start(directory, "--fault", "latency=30ms");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        if (deployment != null) {
            deployment.close();
        }
    }

    @BeforeEach
    void open() {
        page = browser.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(scriptErrors::add);
        page.navigate(deployment.frontend().uri("/").toString());
        assertThat(at("draw")).isEnabled();
    }

    @AfterEach
    void close() {
        if (page != null) {
            page.close();
        }
        assertThat(scriptErrors).as("errors of the page's scripts").isEmpty();
    }

    @Test
    void aTypedPromptShowsProgressAndThenThePicture() {
        at("prompt").fill("a red circle on a blue background");
        at("seed").fill("7");
        at("prompt").press("Control+Enter");
        assertThat(at("progress")).isVisible();
        assertThat(at("status")).containsText(Pattern.compile("Step \\d+ of 20 on slice slice-[01]"));
        assertThat(at("status")).containsText(Pattern.compile("^Done"));
        assertThat(pictures()).hasCount(1);
        assertThat((Integer) pictures().first().evaluate("image => image.decode().then(() => image.naturalWidth)"))
                .isEqualTo(128);
        assertThat(at("infotext").first()).containsText("Seed: 7");
        assertThat(page.locator("[data-testid=step-track] i[data-slice]")).hasCount(20);
        assertThat(at("progress")).isHidden();
        assertThat(at("errors")).isHidden();
    }

    @Test
    void wrongFieldsShowTheServersSentences() {
        at("prompt").fill("a red circle");
        at("width").fill("100");
        at("steps").fill("0");
        at("draw").click();
        assertThat(page.locator("[data-field-error=width]")).containsText("ultiple of 64");
        assertThat(page.locator("[data-field-error=steps]")).containsText("from 1 to 150");
        assertThat(at("errors")).isVisible();
        assertThat(pictures()).hasCount(0);
    }

    @Test
    void severalPicturesCanBeDrawnAtOnce() {
        at("prompt").fill("a yellow star");
        at("seed").fill("3");
        at("count").fill("3");
        at("draw").click();
        assertThat(pictures()).hasCount(3);
        assertThat(at("infotext").nth(2)).containsText("Seed: 5");
    }

    @Test
    void cancelStopsTheDrawing() {
        at("prompt").fill("a green square");
        at("steps").fill("150");
        at("draw").click();
        assertThat(at("status")).containsText(Pattern.compile("Step \\d\\d of 150"));
        at("cancel").click();
        assertThat(at("status")).containsText(Pattern.compile("^Cancelled"));
        assertThat(at("draw")).isVisible();
        assertThat(pictures()).hasCount(0);
    }

    @Test
    void aPreviewIsSeenBeforeThePicture() {
        at("prompt").fill("a blue heart on a yellow background");
        at("steps").fill("40");
        at("draw").click();
        assertThat(at("preview")).isVisible();
        assertThat((Integer) at("preview").evaluate("canvas => canvas.width")).isEqualTo(16);
        assertThat(pictures()).hasCount(1);
        assertThat(at("preview")).hasCount(0);
    }

    @Test
    void withoutTheTickThereAreNoPreviews() {
        at("previews").uncheck();
        at("prompt").fill("a blue heart on a yellow background");
        at("draw").click();
        assertThat(at("status")).containsText(Pattern.compile("Step 1\\d of 20"));
        assertThat(at("preview")).hasCount(0);
        assertThat(pictures()).hasCount(1);
    }

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

    @Test
    void aSecondPassGivesALargerPicture() {
        fold("hires-fold").click();
        at("hires").check();
        at("hires-upscaler").selectOption("pixel");
        at("hires-steps").fill("3");
        at("prompt").fill("a red circle on a blue background");
        at("steps").fill("5");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(at("infotext").first()).containsText("Hires upscale: 2, Hires steps: 3, Hires upscaler: Lanczos");
        assertThat((Integer) pictures().first().evaluate("image => image.decode().then(() => image.naturalWidth)"))
                .isEqualTo(256);
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

    @Test
    void aFaultOpensTheFoldOfItsField() {
        at("prompt").fill("a red circle");
        fold("sampling-fold").click();
        at("eta").fill("2");
        at("clip-skip").fill("99");
        fold("sampling-fold").click();
        assertThat(at("eta")).isHidden();
        assertThat(at("sampling-fold")).containsText("2 set");
        at("draw").click();
        assertThat(page.locator("[data-field-error=eta]")).containsText("Must be a number from 0 to 1, was 2.0.");
        assertThat(page.locator("[data-field-error=clip_skip]")).containsText("was 99");
        assertThat(at("eta")).isVisible();
        assertThat(at("eta")).hasAttribute("aria-invalid", "true");
    }

    @Test
    void everyFieldAndTheSlicesAreThere() {
        for (String field : List.of(
                "prompt", "negative-prompt", "steps", "guidance", "width", "height", "seed", "sampler", "count")) {
            assertThat(at(field)).isVisible();
            assertThat(at(field)).hasAccessibleName(Pattern.compile(".+"));
        }
        assertThat(at("slices")).containsText("slice-0");
        assertThat(at("slices")).containsText("slice-1");
        assertThat(at("slices")).containsText("healthy");
        assertThat(page.getByRole(AriaRole.MAIN)).isVisible();
    }

    private Locator at(String testId) {
        return page.getByTestId(testId);
    }

    private Locator pictures() {
        return at("picture");
    }

    private byte[] downloaded() throws IOException {
        return Files.readAllBytes(
                page.waitForDownload(() -> at("download").first().click()).path());
    }

    private Locator fold(String testId) {
        return at(testId).locator("summary");
    }

    /** 128 pixels wide and high. */
    private static FilePayload gray(String name, String format) throws IOException {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 128 * 128; i++) {
            image.setRGB(i % 128, i / 128, GRAY * 0x010101);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return new FilePayload(name, "image/" + format, file.toByteArray());
    }
}
