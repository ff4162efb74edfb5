package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Brings the page into every state that people see it in. */
abstract class PageStates extends PageFixture {

    /** @param look is given the state's name */
    void inEveryState(Consumer<String> look) throws IOException {
        assertThat(at("size-hint")).not().isEmpty();
        assertThat(at("slices").locator("[data-state=healthy]")).hasCount(2);
        look.accept("empty");
        foldsAndMask(look);
        drawing(look);
        wrong(look);
        lost(look);
        fifty(look);
    }

    private void foldsAndMask(Consumer<String> look) throws IOException {
        for (Locator summary : page.locator("#form summary").all()) {
            summary.click();
        }
        at("image").setInputFiles(gray("gray.png", "png"));
        assertThat(at("remove-picture")).isVisible(); // it has been read
        assertThat(at("mask")).isVisible();
        at("mask").focus();
        page.keyboard().press("Space");
        assertThat(at("mask-blur")).isVisible();
        at("only-masked").check();
        look.accept("folds open, mask painted");
        at("remove-picture").click();
        at("hires").check();
        look.accept("folds open, second pass");
        at("hires").uncheck();
    }

    private void drawing(Consumer<String> look) {
        at("prompt").fill("a blue heart");
        at("steps").fill("150");
        at("draw").click();
        assertThat(at("preview")).isVisible();
        look.accept("drawing");
        at("cancel").click();
        assertThat(at("draw")).isVisible();
        look.accept("cancelled");
        at("steps").fill("3");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        at("json-fold").locator("summary").click();
        look.accept("finished");
    }

    private void wrong(Consumer<String> look) {
        at("width").fill("100");
        at("steps").fill("0");
        at("eta").fill("2");
        at("draw").click();
        assertThat(at("errors")).isVisible();
        look.accept("wrong fields");
        at("width").fill("128");
        at("steps").fill("3");
        at("eta").fill("");
    }

    private void lost(Consumer<String> look) {
        page.route("**/v1/slices", Route::abort);
        assertThat(at("connection")).isVisible();
        page.route("**/v1/generations", Route::abort);
        at("draw").click();
        assertThat(at("errors")).isVisible();
        look.accept("connection lost");
        page.unroute("**/v1/slices");
        page.unroute("**/v1/generations");
        assertThat(at("connection")).isHidden();
        List<Route> held = new ArrayList<>();
        page.route("**/v1/generations", held::add);
        at("draw").click();
        assertThat(at("cancel")).isVisible();
        look.accept("sending");
        page.unroute("**/v1/generations");
        held.forEach(Route::abort);
        assertThat(at("draw")).isVisible();
    }

    private void fifty(Consumer<String> look) throws IOException {
        StubbedDrawing.answers(page, gray("gray.png", "png").buffer, "");
        at("count").fill("50");
        at("draw").click();
        assertThat(pictures()).hasCount(50);
        look.accept("50 pictures");
        page.unroute("**/v1/generations");
    }
}
