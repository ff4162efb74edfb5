package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page in the reader's language. */
class PageLanguageIT extends PageStates {

    /** Keys of a dictionary, each with the names of its values. */
    private static final String KEYS = """
            file => import(new URL(file, document.baseURI)).then(({ default: words }) => Object.fromEntries(
              Object.entries(words).map(([key, said]) =>
                [key, [...new Set(Object.values(typeof said === 'string' ? [said] : said)
                  .flatMap(form => form.match(/\\{\\w+\\}/g) ?? []))].sort().join()])))""";

    /** What people read or hear that is neither within the brackets around the dictionary's words nor data or the server's words. */
    private static final String OTHER_WORDS = """
            (() => {
              const bare = text => {
                for (let before; before !== text;) [before, text] = [text, text.replace(/⟦[^⟦⟧]*⟧/g, '')];
                return /\\p{L}/u.test(text);
              };
              const data = element => element.closest('[translate=no], [lang]:not(html), script, style, noscript, svg, .visually-hidden[role=status]');
              const found = [];
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                const { parentElement, data: text } = texts.currentNode;
                if (!data(parentElement) && bare(text)) found.push(text);
              }
              for (const element of document.body.querySelectorAll('*')) {
                for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
                  const text = element.getAttribute(name);
                  if (text && !data(element) && bare(text)) found.push(name + '=' + text);
                }
              }
              return found;
            })()""";

    private static final Pattern WORDS = Pattern.compile(": '([^'\\n]*)'");

    @Test
    void theBrowsersFirstLanguageThatThereIsIsSpoken() {
        for (String locale : List.of("zh-CN", "zh-Hans-SG", "zh")) {
            open(new Browser.NewContextOptions().setLocale(locale));
            assertThat(page.locator("html")).hasAttribute("lang", "zh-Hans");
            assertThat(at("draw")).containsText("绘制");
            assertThat(at("prompt")).hasAccessibleName("提示词");
        }
        open(new Browser.NewContextOptions().setLocale("fr-FR"));
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(at("draw")).containsText("Draw");
    }

    @Test
    void anotherLanguageCanBeChosenAndIsKept() {
        at("prompt").fill("a red circle");
        at("steps").fill("3");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        at("width").fill("100");
        at("draw").click();
        assertThat(page.locator("[data-field-error=width]"))
                .hasText("Must be a multiple of 64 from 64 to 512, since the model's authors say so, was 100.");
        assertThat(at("language")).hasText("中文");
        at("language").click();

        assertThat(page.locator("html")).hasAttribute("lang", "zh-Hans");
        assertThat(at("language")).hasText("English");
        assertThat(page.locator("#announcer")).hasText(Pattern.compile("[一-龥]"));
        assertThat(page.locator("[data-field-error=width]")).hasText("须为 64 的倍数，从 64 到 512（模型作者如此规定），现为 100。");
        assertThat(at("errors")).containsText("请求无效");
        assertThat(at("errors")).containsText("有一个字段不正确。");
        assertThat(at("download")).hasText("下载");
        assertThat(pictures()).hasCount(1);
        assertThat(at("prompt")).hasValue("a red circle");
        assertThat(at("slices")).containsText("健康");
        page.reload();
        assertThat(at("draw")).containsText("绘制");
        at("language").click();
        assertThat(at("draw")).containsText("Draw");
    }

    @Test
    void theDictionariesHaveTheSameKeysAndValues() {
        Object english = page.evaluate(KEYS, "js/i18n/en.js");
        assertThat((Map<?, ?>) english).hasSizeGreaterThan(100);
        assertThat(page.evaluate(KEYS, "js/i18n/zh.js")).isEqualTo(english);
    }

    /** The page is given a dictionary with brackets around all words: what stands outside of them is nobody's translation. */
    @Test
    void noWordsOfThePageStandOutsideOfTheDictionary() throws IOException {
        page.route("**/js/i18n/en.js", route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(WORDS.matcher(answer.text()).replaceAll(": '⟦$1⟧'")));
        });
        page.reload();
        assertThat(at("draw")).containsText("⟦Draw⟧");
        inEveryState(state ->
                assertThat((List<?>) page.evaluate(OTHER_WORDS)).as(state).isEmpty());
    }
}
