package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.diffract.tests.harness.FrontendServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of a frontend in a real browser: the system's Chromium. Skipped, with the reason, where there is none. */
abstract class BrowserFixture {

    /** A machine that is busy with other things draws twenty steps in half a minute. */
    private static final double PATIENCE_MILLIS = 90_000;

    private static final int LAST_LINES = 20;

    /** One for all classes that a process runs, with which it ends; each test has windows of its own. */
    private static Browser browser;

    /** A test of the page that fails says what the page and the frontend said last. */
    @RegisterExtension
    final AfterTestExecutionCallback failure =
            context -> context.getExecutionException().ifPresent(this::sayMore);

    Page page;
    private final List<String> scriptErrors = new ArrayList<>();

    /** What the browser kept the page from because of the answers' Content-Security-Policy. */
    private final List<String> blocked = new ArrayList<>();

    private boolean mayBeBlocked;

    @BeforeAll
    static void startBrowser() {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "no Chromium on this machine: the page is not driven");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        if (browser == null || !browser.isConnected()) {
            browser = launch(chromium.get());
        }
    }

    private static Browser launch(Path chromium) {
        return Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Whose page it is. */
    abstract FrontendServer frontendServer();

    @BeforeEach
    void open() {
        open(new Browser.NewContextOptions());
    }

    /** Opens the page in a window of its own, in English unless the options say otherwise. */
    void open(Browser.NewContextOptions options) {
        if (page != null) {
            page.context().close();
        }
        if (options.locale == null) {
            options.setLocale("en-US");
        }
        page = browser.newContext(options).newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(scriptErrors::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                blocked.add(message.text());
            }
        });
        page.navigate(frontendServer().base().resolve("/").toString());
        assertThat(at("draw")).isEnabled();
    }

    @AfterEach
    void close() {
        if (page != null) {
            page.context().close();
        }
        assertThat(scriptErrors).as("errors of the page's scripts").isEmpty();
        if (!mayBeBlocked) {
            assertThat(blocked).as("what the page may not do").isEmpty();
        }
    }

    private void sayMore(Throwable failure) {
        try {
            List<String> log = frontendServer().log().lines().toList();
            failure.addSuppressed(new AssertionError("The page's status was \""
                    + page.getByTestId("status").textContent() + "\", and the frontend's log ends with\n"
                    + String.join("\n", log.subList(Math.max(0, log.size() - LAST_LINES), log.size()))));
        } catch (RuntimeException noPage) {
            failure.addSuppressed(noPage);
        }
    }

    /** For tests that open a page which may not do what it wants. */
    void expectBlocked() {
        mayBeBlocked = true;
    }

    Locator at(String testId) {
        return page.getByTestId(testId);
    }

    Locator pictures() {
        return at("picture");
    }

    byte[] downloaded() throws IOException {
        return Files.readAllBytes(
                page.waitForDownload(() -> at("download").first().click()).path());
    }

    Locator fold(String testId) {
        return at(testId).locator("summary");
    }
}
