package dev.diffract.tests.e2e;

import com.microsoft.playwright.Page;
import java.util.List;

/** What a page showed while it changed. States that pass are not to be met by looking now and then: the page notes them down itself. */
final class Glimpses {

    private static final String NOTE_DOWN = """
            testId => {
              const seen = (window.glimpses ??= {})[testId] = [];
              const look = () => {
                const element = document.querySelector(`[data-testid=${testId}]`);
                if (!element?.checkVisibility()) return;
                const now = String(element.width ?? element.value ?? element.textContent);
                if (now !== seen.at(-1)) seen.push(now);
              };
              new MutationObserver(look).observe(
                document.body, { subtree: true, childList: true, characterData: true, attributes: true });
            }""";

    private final Page page;

    private Glimpses(Page page) {
        this.page = page;
    }

    /** Notes down from now on what elements show, which may be there or not. */
    static Glimpses of(Page page, String... testIds) {
        for (String testId : testIds) {
            page.evaluate(NOTE_DOWN, testId);
        }
        return new Glimpses(page);
    }

    /** Every text that an element has shown, in its order; of a canvas every width, of a bar every value. */
    List<String> shown(String testId) {
        return ((List<?>) page.evaluate("testId => window.glimpses[testId]", testId))
                .stream().map(String.class::cast).toList();
    }
}
