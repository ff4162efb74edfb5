package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: the system's Chromium. Skipped, with the reason, where there is none. */
class PageIT {

    private static final double PATIENCE_MILLIS = 30_000;

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
        assertThat(at("status")).containsText(Pattern.compile("Step \\d+ of 20 on slice slice-[01]"), patiently());
        assertThat(at("status")).containsText(Pattern.compile("^Done"), patiently());
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
        assertThat(page.locator("[data-field-error=width]")).containsText("ultiple of 64", patiently());
        assertThat(page.locator("[data-field-error=steps]")).containsText("from 1 to 150", patiently());
        assertThat(at("errors")).isVisible();
        assertThat(pictures()).hasCount(0);
    }

    @Test
    void severalPicturesCanBeDrawnAtOnce() {
        at("prompt").fill("a yellow star");
        at("seed").fill("3");
        at("count").fill("3");
        at("draw").click();
        assertThat(pictures()).hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(at("infotext").nth(2)).containsText("Seed: 5", patiently());
    }

    @Test
    void cancelStopsTheDrawing() {
        at("prompt").fill("a green square");
        at("steps").fill("150");
        at("draw").click();
        assertThat(at("status")).containsText(Pattern.compile("Step \\d\\d of 150"), patiently());
        at("cancel").click();
        assertThat(at("status")).containsText(Pattern.compile("^Cancelled"), patiently());
        assertThat(at("draw")).isVisible();
        assertThat(pictures()).hasCount(0);
    }

    @Test
    void everyFieldAndTheSlicesAreThere() {
        for (String field : List.of(
                "prompt", "negative-prompt", "steps", "guidance", "width", "height", "seed", "sampler", "count")) {
            assertThat(at(field)).isVisible();
            assertThat(at(field)).hasAccessibleName(Pattern.compile(".+"));
        }
        assertThat(at("slices")).containsText("slice-0", patiently());
        assertThat(at("slices")).containsText("slice-1", patiently());
        assertThat(at("slices")).containsText("healthy", patiently());
        assertThat(page.getByRole(AriaRole.MAIN)).isVisible();
    }

    private Locator at(String testId) {
        return page.getByTestId(testId);
    }

    private Locator pictures() {
        return at("picture");
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
