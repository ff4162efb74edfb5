package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page for everybody: WCAG 2.2 AA and good practice, as axe checks them, in every state. */
class PageAccessibilityIT extends PageStates {

    private static final List<String> STANDARDS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    @ParameterizedTest
    @CsvSource({"LIGHT, 1440, 900, en-US", "DARK, 1366, 600, en-US", "DARK, 390, 844, zh-CN", "LIGHT, 320, 640, zh-CN"})
    void axeFindsNothingInAnyState(ColorScheme scheme, int width, int height, String locale) throws IOException {
        open(new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(width, height)
                .setLocale(locale));
        inEveryState(state -> assertThat(new AxeBuilder(page)
                        .setLegacyMode(true)
                        .withTags(STANDARDS)
                        .analyze()
                        .getViolations())
                .as(state)
                .flatExtracting(rule -> rule.getNodes().stream()
                        .map(node -> rule.getId() + ": " + node.getHtml() + ": " + node.getFailureSummary())
                        .toList())
                .isEmpty());
    }

    @Test
    void aNumberFieldIsASpinButtonThatSaysItsValueAndItsRange() {
        assertThat(at("steps")).hasAttribute("role", "spinbutton");
        assertThat(at("steps")).hasAttribute("aria-valuenow", "20");
        assertThat(at("steps")).hasAttribute("aria-valuemin", "1");
        assertThat(at("steps")).hasAttribute("aria-valuemax", "150");
        at("steps").press("ArrowUp");
        assertThat(at("steps")).hasAttribute("aria-valuenow", "21");
        assertThat(at("width")).hasAttribute("aria-valuemin", "64");
        assertThat(at("width")).hasAttribute("aria-valuemax", "512");
        at("steps").fill("many");
        assertThat(at("steps")).not().hasAttribute("aria-valuenow", "21");
        assertThat(at("steps")).hasAttribute("aria-valuetext", "many");
    }
}
