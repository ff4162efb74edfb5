package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing covers anything else, nothing is wider than the window, and the button is in view. */
class PageLayoutIT extends PageFixture {

    private static final List<Integer> WIDTHS =
            List.of(320, 360, 390, 480, 600, 719, 720, 800, 960, 1024, 1180, 1181, 1280, 1366, 1440, 1600, 1680, 1920);

    /** How far the window, and what scrolls in it, can be scrolled to the side. */
    private static final String SIDEWAYS =
            "[document.documentElement, document.querySelector('main'), document.querySelector('.fields')]"
                    + ".map(e => e.scrollWidth - e.clientWidth)";

    /** Parts of the page, none of them within another, that lie over one another. */
    private static final String OVERLAPS = """
            (() => {
              const parts = [...document.querySelectorAll('.top, #form, .run, .card, .history, .slices')]
                  .map(part => [part.className, part.getBoundingClientRect()]);
              const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
              return parts.flatMap(([one, a], i) => parts.slice(i + 1)
                  .filter(([, b]) => over(a, b)).map(([other]) => one + ' over ' + other));
            })()""";

    /** Fields that are narrower than what stands in them. */
    private static final String CUT_HINTS = """
            [...document.querySelectorAll('input[data-field]')].filter(input => input.checkVisibility() && input.type !== 'checkbox').filter(input => {
              const style = getComputedStyle(input);
              const context = document.createElement('canvas').getContext('2d');
              context.font = style.font;
              const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
              return context.measureText(input.value || input.placeholder).width > room;
            }).map(input => input.id)""";

    /** Choices that are wider than where they stand once chosen; the browser's arrow takes 20 pixels of it. */
    private static final String CUT_CHOICES = """
            [...document.querySelectorAll('select')].filter(select => select.checkVisibility()).flatMap(select => {
              const style = getComputedStyle(select);
              const context = document.createElement('canvas').getContext('2d');
              context.font = style.font;
              const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
              return [...select.options].filter(option => context.measureText(option.text).width > room)
                  .map(option => select.id + ': ' + option.text);
            })""";

    @Test
    void fiftyPicturesCoverNothingAtAnyWidth() throws IOException {
        StubbedDrawing.answers(page, gray("gray.png", "png").buffer, "");
        at("prompt").fill("a red circle");
        at("count").fill("50");
        at("draw").click();
        assertThat(at("history-picture")).hasCount(50);
        assertNothingCovers();
        at("count").fill("1");
        at("draw").click();
        assertThat(at("history-picture")).hasCount(51);
        assertNothingCovers();
    }

    private void assertNothingCovers() {
        for (int width : WIDTHS) {
            page.setViewportSize(width, 900);
            assertThat(page.evaluate(SIDEWAYS)).as("sideways at " + width).isEqualTo(List.of(0, 0, 0));
            assertThat((List<?>) page.evaluate(OVERLAPS)).as("at " + width).isEmpty();
        }
        page.evaluate("document.querySelector('main').scrollTop = 0");
        assertThat(page.locator("#form").boundingBox().y)
                .isEqualTo(page.locator(".slices").boundingBox().y);
    }

    @Test
    void theButtonIsInViewOnALaptopWithTheWarningToo() {
        page.setViewportSize(1366, 600);
        assertDrawIsInView();
        page.route("**/v1/slices", route -> route.abort());
        assertThat(at("connection")).isVisible();
        assertDrawIsInView();
        for (int width : WIDTHS) {
            page.setViewportSize(width, 600);
            assertDrawIsInView();
        }
        page.setViewportSize(1366, 600);
        at("sampling-fold").locator("summary").click();
        assertThat(at("eta")).isInViewport();
        assertDrawIsInView();
    }

    private void assertDrawIsInView() {
        BoundingBox draw = at("draw").boundingBox();
        assertThat(draw.y).isNotNegative();
        assertThat(draw.y + draw.height).isLessThanOrEqualTo(page.viewportSize().height);
        assertThat(page.evaluate(
                        "([x, y]) => document.elementFromPoint(x, y).closest('button')?.id",
                        List.of(draw.x + draw.width / 2, draw.y + draw.height / 2)))
                .isEqualTo("draw");
    }

    @Test
    void theEmptyPageFitsItsWindow() {
        page.setViewportSize(1440, 900);
        assertThat(at("size-hint")).containsText("ultiples of");
        assertThat(page.evaluate("[document.documentElement, document.querySelector('main')]"
                        + ".map(e => e.scrollHeight - e.clientHeight)"))
                .isEqualTo(List.of(0, 0));
    }

    @Test
    void whatStandsInFieldsIsNotCut() {
        for (String language : List.of("en", "zh-Hans")) {
            assertThat(page.locator("html")).hasAttribute("lang", language);
            for (int width : WIDTHS) {
                page.setViewportSize(width, 900);
                assertThat((List<?>) page.evaluate(CUT_HINTS))
                        .as(language + " at " + width)
                        .isEmpty();
                assertThat(page.evaluate(SIDEWAYS)).isEqualTo(List.of(0, 0, 0));
            }
            at("language").click();
        }
    }

    @Test
    void whatCanBeChosenIsNotCut() {
        assertThat(at("size-hint")).containsText("ultiples of");
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        at("hires").check();
        for (String language : List.of("en", "zh-Hans")) {
            assertThat(page.locator("html")).hasAttribute("lang", language);
            for (int width : WIDTHS) {
                page.setViewportSize(width, 900);
                assertThat((List<?>) page.evaluate(CUT_CHOICES))
                        .as(language + " at " + width)
                        .isEmpty();
                assertThat(page.evaluate(SIDEWAYS)).isEqualTo(List.of(0, 0, 0));
            }
            at("language").click();
        }
    }
}
