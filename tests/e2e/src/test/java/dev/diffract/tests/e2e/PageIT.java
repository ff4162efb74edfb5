package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's form, and what it shows while it is drawn and afterwards. */
class PageIT extends PageFixture {

    @Test
    void aTypedPromptShowsProgressAndThenThePicture() {
        Glimpses glimpses = Glimpses.of(page, "progress", "status");
        at("prompt").fill("a red circle on a blue background");
        at("seed").fill("7");
        at("prompt").press("Control+Enter");
        assertThat(at("status")).containsText(Pattern.compile("^Done"));
        assertThat(glimpses.shown("progress")).isNotEmpty();
        assertThat(glimpses.shown("status")).anyMatch(text -> text.matches("Step \\d+ of 20 on slice slice-[01].*"));
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
        Glimpses glimpses = Glimpses.of(page, "preview");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(glimpses.shown("preview")).containsOnly("16");
        assertThat(at("preview")).hasCount(0);
    }

    /** Fields that the page shows when it knows the model count for those too who draw before that. */
    @Test
    void whoDrawsAtOnceGetsPreviewsToo() {
        List<Route> held = new ArrayList<>();
        page.route("**/v1/models", held::add);
        page.reload();
        Glimpses glimpses = Glimpses.of(page, "preview");
        at("prompt").fill("a blue heart on a yellow background");
        at("draw").click();
        assertThat(at("status")).hasText("Sending…");
        page.unroute("**/v1/models");
        held.forEach(Route::resume);
        assertThat(pictures()).hasCount(1);
        assertThat(glimpses.shown("preview")).containsOnly("16");
    }

    /** What a model's authors say goes into the form, and stays out where somebody took it out. */
    @Test
    void theModelsDefaultsAreInTheForm() {
        page.route("**/v1/models", route -> {
            APIResponse answer = route.fetch();
            JsonObject models = JsonParser.parseString(answer.text()).getAsJsonObject();
            JsonObject defaults =
                    models.getAsJsonArray("models").get(0).getAsJsonObject().getAsJsonObject("defaults");
            defaults.addProperty("negative_prompt", "blurred, too dark");
            defaults.addProperty("steps", 7);
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(models.toString()));
        });
        page.reload();
        assertThat(at("negative-prompt")).hasValue("blurred, too dark");
        assertThat(at("steps")).hasValue("7");

        at("negative-prompt").fill("");
        at("prompt").fill("a red circle");
        at("seed").fill("3");
        page.locator("#model").dispatchEvent("change"); // as when a slice comes or goes
        Request sent = page.waitForRequest("**/v1/generations", () -> at("draw").click());
        JsonObject body = JsonParser.parseString(sent.postData()).getAsJsonObject();
        assertThat(body.get("negative_prompt").getAsString()).isEmpty();
        assertThat(body.get("steps").getAsInt()).isEqualTo(7);
        assertThat(pictures()).hasCount(1);
    }

    @Test
    void withoutTheTickThereAreNoPreviews() {
        at("previews").uncheck();
        at("prompt").fill("a blue heart on a yellow background");
        Glimpses glimpses = Glimpses.of(page, "preview", "status");
        at("draw").click();
        assertThat(pictures()).hasCount(1);
        assertThat(glimpses.shown("status")).anyMatch(text -> text.startsWith("Step 1"));
        assertThat(glimpses.shown("preview")).isEmpty();
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

    /** Nobody needs to wonder why nothing is drawn. */
    @Test
    void withoutASliceItIsSaidAtOnceThatOneIsWaitedFor() {
        List<Route> held = new ArrayList<>();
        replacing("**/v1/models", "\"ready\":true", "\"ready\":false");
        replacing("**/v1/slices", "\"healthy\"", "\"unhealthy\"");
        page.route("**/v1/generations", held::add);
        page.reload();
        assertThat(at("status")).hasText("No slice is ready.");
        at("prompt").fill("a red circle");
        at("draw").click();
        assertThat(at("status")).hasText("Waiting for a slice: none is ready.");

        page.unroute("**/v1/models");
        page.unroute("**/v1/slices");
        assertThat(at("status")).hasText("Sending…");
        held.forEach(Route::resume);
        assertThat(at("status")).containsText(Pattern.compile("^Done"));
    }

    /** The model says it itself, in the reader's language. */
    @Test
    void whatTheDemoModelCanDrawIsStated() {
        assertThat(at("model-description")).containsText("Draws flat shapes and nothing else: one or two of circle,");
        assertThat(at("prompt")).hasAccessibleDescription(Pattern.compile("^Draws flat shapes"));
        at("language").click();
        assertThat(at("model-description")).containsText("只会画平面图形");
        replacing("**/v1/models", "\"description\":", "\"other\":");
        page.reload();
        assertThat(at("size-hint")).not().isEmpty();
        assertThat(at("model-description")).isHidden();
    }

    @Test
    void whatElseIsToBeKnownOfAModelIsStated() {
        assertThat(at("model-notes")).isHidden();
        replacing(
                "**/v1/models",
                "\"notes\":[]",
                "\"notes\":[\"This model cuts or rounds timesteps, so samplers that stop between two whole ones draw other"
                        + " pictures than PyTorch; its repository is of an earlier builder, or its graph needs whole ones:"
                        + " building it again tells.\"]");
        page.reload();
        assertThat(at("model-notes")).containsText("This model cuts or rounds timesteps");
        at("language").click();
        assertThat(at("model-notes")).containsText("此模型会截断或舍入时间步");
    }

    @Test
    void aSwitchOfCheckpointsIsShownWhileItIsUnderWay() {
        assertThat(at("switch")).isHidden();
        replacing(
                "**/v1/slices",
                "\"switch\":null",
                "\"switch\":{\"from\":\"demo@9f2c4d1e\",\"to\":\"demo@3f9a12c4\",\"phase\":\"rolling\",\"part\":0.25,"
                        + "\"switched\":1,\"slices\":4}");
        assertThat(at("switch"))
                .hasText(
                        "demo@9f2c4d1e is switched to demo@3f9a12c4: 1 of 4 slices have it, and 25 % of new pictures are"
                                + " drawn with it.");
        at("language").click();
        assertThat(at("switch")).containsText("正在从 demo@9f2c4d1e 切换到 demo@3f9a12c4");
    }

    private void replacing(String address, String text, String other) {
        page.route(address, route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(answer.text().replace(text, other)));
        });
    }

    /** Who waits sees where, and until when. */
    @Test
    void whoWaitsIsToldWhenItWillBeDone() {
        page.route(
                "**/v1/generations",
                route -> route.fulfill(
                        new Route.FulfillOptions()
                                .setStatus(200)
                                .setContentType("text/event-stream")
                                .setBody(
                                        "event: queued\ndata: {\"id\": \"g\", \"position\": 3, \"done_by\": \"2026-11-26T12:34:56Z\"}\n\n")));
        Glimpses glimpses = Glimpses.of(page, "status");
        at("prompt").fill("a red circle");
        at("draw").click();
        await().untilAsserted(() -> assertThat(glimpses.shown("status"))
                .anyMatch(text -> text.matches("Waiting: number 3 in the queue, most likely done by .*34.*\\.")));
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

    /** Machines without a GPU tell of their processors and memory alone. */
    @Test
    void slicesShowHowFastAndHowBusyTheyAre() {
        Locator usage = at("slices").getByTestId("slice-usage").first();
        assertThat(usage).hasText(Pattern.compile("CPU \\d+ % · RAM \\d+\\.\\d of \\d+\\.\\d GB"));
        at("prompt").fill("a red circle");
        at("steps").fill("3");
        at("draw").click();
        assertThat(at("slices")).containsText(Pattern.compile(" a step · \\d\\.\\d pictures a batch"));
        page.route("**/v1/slices", route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(answer.text()
                            .replace("\"gpu_utilization\":null", "\"gpu_utilization\":0.926")
                            .replace("\"gpu_memory_used_bytes\":null", "\"gpu_memory_used_bytes\":9340000000")
                            .replaceAll("\"relative_speed\":[^,]*", "\"relative_speed\":0.5")
                            .replaceAll("\"waiting\":[^}]*", "\"waiting\":7")));
        });
        assertThat(usage).hasText(Pattern.compile("GPU 93 % · GPU memory 9\\.3 GB · CPU \\d+ % · RAM .*"));
        assertThat(at("slices").getByTestId("slice-figures").first())
                .hasText(Pattern.compile("0 in flight · 7 waiting there · .*50 % of the fastest.*"));
        at("language").click();
        assertThat(usage).hasText(Pattern.compile("GPU 93 % · 显存 9\\.3 GB · CPU \\d+ % · 内存 .*"));
    }
}
