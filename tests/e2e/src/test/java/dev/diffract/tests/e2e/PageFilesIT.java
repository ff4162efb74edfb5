package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files dropped on the page wherever it happens to be: dragged by the browser itself, which would open what nobody takes. */
class PageFilesIT extends PageFixture {

    /** Bytes before the second chunk. */
    private static final int HEADER = 33;

    @TempDir
    private Path files;

    private String address;

    @BeforeEach
    void readAddress() {
        assertThat(at("size-hint")).containsText("ultiples of");
        address = page.url();
    }

    @Test
    void aDrawnPictureDroppedAnywhereFillsTheForm() throws IOException {
        HttpResponse<byte[]> picture = deployment
                .frontend()
                .post(
                        "application/json",
                        "image/png",
                        "{\"prompt\": \"a green square\", \"seed\": 77, \"steps\": 7}"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(picture.statusCode()).isEqualTo(200);
        drop(written("drawn.png", picture.body()), "#slices");
        assertThat(at("status")).hasText("Read from drawn.png.");
        assertThat(at("prompt")).hasValue("a green square");
        assertThat(at("seed")).hasValue("77");
        assertThat(at("steps")).hasValue("7");
        assertThat(page).hasURL(address);
    }

    @Test
    void aSamplerThatIsNotServedIsTheModelsAndSaid() throws IOException {
        String usual = at("sampler").inputValue();
        at("sampler").selectOption("Euler a");
        assertThat(at("sampler")).hasValue("Euler a");
        drop(
                written("foreign.png", saying("a fox\nSteps: 1000, Sampler: Unheard Of, CFG scale: 3, Seed: 5\nmore")),
                "#stage");
        assertThat(at("status"))
                .hasText("Read from foreign.png. Not used: Steps, Sampler, text that is no parameter."
                        + " The sampler is the model’s: " + usual + ".");
        assertThat(at("sampler")).hasValue(usual);
        assertThat(at("prompt")).hasValue("a fox");
        assertThat(at("seed")).hasValue("5");
    }

    /** Drawn without the picture it would be another one, so nobody gets that without having been told. */
    @Test
    void aPictureThatBeganWithAnotherIsNotDrawnWithoutItInSilence() throws IOException {
        String foreign =
                "a fox\nSteps: 1, Sampler: Euler a, CFG scale: 3, Seed: 5, Denoising strength: 0.75, Mask blur: 4";
        drop(written("begun.png", saying(foreign)), "#stage");
        assertThat(at("status"))
                .containsText("Read from begun.png. It began with a picture: choose that one too."
                        + " A part of it was repainted: paint the mask, too.");
        at("draw").click();
        assertThat(at("errors")).containsText("The picture to start from is missing");
        assertThat(at("errors")).containsText("press Draw again to draw without it");
        assertThat(at("image")).isVisible();
        assertThat(pictures()).hasCount(0);
        at("language").click();
        assertThat(at("errors")).containsText("缺少起始图片");

        at("draw").click();
        assertThat(pictures()).hasCount(1);

        drop(written("again.png", saying(foreign)), "#stage");
        assertThat(at("status")).containsText("again.png");
        page.setInputFiles("#image", written("gray.png", gray("gray.png", "png").buffer));
        assertThat(at("mask")).isVisible();
        at("draw").click();
        assertThat(at("errors")).containsText("缺少蒙版");
    }

    @Test
    void theJsonOfAnotherProgramLeavesTheFormAsItIs() throws IOException {
        at("prompt").fill("a red circle");
        at("steps").fill("9");
        drop(written("other.png", saying("{\"3\": {\"class_type\": \"KSampler\"}}")), "#stage");
        assertThat(at("status")).hasText("other.png says nothing that can be read here (JSON of another program).");
        assertThat(at("prompt")).hasValue("a red circle");
        assertThat(at("steps")).hasValue("9");
    }

    /** A picture with parameters as another program writes them, behind the header of the file. */
    private static byte[] saying(String parameters) throws IOException {
        byte[] png = gray("gray.png", "png").buffer;
        byte[] chunk = ("tEXtparameters\0" + parameters).getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(chunk);
        return ByteBuffer.allocate(png.length + chunk.length + 2 * Integer.BYTES)
                .put(png, 0, HEADER)
                .putInt(chunk.length - Integer.BYTES)
                .put(chunk)
                .putInt((int) sum.getValue())
                .put(png, HEADER, png.length - HEADER)
                .array();
    }

    @Test
    void aPictureThatSaysNothingIsOneToStartFrom() throws IOException {
        drop(written("gray.png", gray("gray.png", "png").buffer), "#stage");
        assertThat(at("status"))
                .hasText("gray.png says nothing of how it was drawn: it is the picture to start from now.");
        assertThat(at("mask")).isVisible();
        assertThat(at("errors")).isHidden();
        assertThat(page).hasURL(address);
    }

    @Test
    void aJpegIsOneToStartFromAndTextFieldsDoNotOpenItEither() throws IOException {
        drop(written("gray.jpg", gray("gray.jpg", "jpg").buffer), "#prompt");
        assertThat(at("status")).hasText("gray.jpg is the picture to start from now.");
        assertThat(at("mask")).isVisible();
        assertThat(at("prompt")).hasValue("");
        assertThat(page).hasURL(address);
    }

    @Test
    void anyOtherFileGetsASentence() throws IOException {
        for (String place : new String[] {"header", "#prompt", "#draw", "#slices"}) {
            drop(written("notes.txt", "a red circle".getBytes(StandardCharsets.UTF_8)), place);
            assertThat(at("errors")).containsText("notes.txt is no picture. A PNG fills the form with its parameters");
            assertThat(page).hasURL(address);
            page.reload();
        }
        drop(written("broken.png", "none".getBytes(StandardCharsets.UTF_8)), "#stage");
        assertThat(at("errors")).containsText("broken.png is no picture.");
        assertThat(page).hasURL(address);
    }

    @Test
    void theFirstOfSeveralIsRead() throws IOException {
        drop(
                written("one.png", gray("one.png", "png").buffer),
                "#stage",
                written("two.png", gray("two.png", "png").buffer));
        assertThat(at("status")).containsText("one.png says nothing");
        assertThat(at("status")).containsText("Only the first of 2 files was read.");
    }

    @Test
    void aChosenPictureThatSaysNothingIsToldAsAFileAndTakesTheLastOnesLineBack() throws IOException {
        page.setInputFiles("#png-info", written("foreign.png", saying("a fox\nSteps: 7")));
        assertThat(at("status")).containsText("Read from foreign.png.");

        page.setInputFiles("#png-info", written("gray.png", gray("gray.png", "png").buffer));
        assertThat(at("errors")).containsText("The file cannot be used");
        assertThat(at("errors")).containsText("The picture says nothing of how it was drawn");
        assertThat(at("errors")).not().containsText("The request is invalid");
        assertThat(at("status")).hasText("Ready.");
    }

    private Path written(String name, byte[] content) throws IOException {
        return Files.write(files.resolve(name), content);
    }

    private void drop(Path file, String selector, Path... others) {
        var box = page.locator(selector).boundingBox();
        JsonArray names = new JsonArray();
        names.add(file.toString());
        for (Path other : others) {
            names.add(other.toString());
        }
        JsonObject data = new JsonObject();
        data.add("items", new JsonArray());
        data.add("files", names);
        data.addProperty("dragOperationsMask", 1);
        CDPSession session = page.context().newCDPSession(page);
        for (String type : new String[] {"dragEnter", "dragOver", "drop"}) {
            JsonObject event = new JsonObject();
            event.addProperty("type", type);
            event.addProperty("x", box.x + box.width / 2);
            event.addProperty("y", box.y + Math.min(box.height / 2, 100));
            event.add("data", data);
            session.send("Input.dispatchDragEvent", event);
            if (type.equals("dragOver")) {
                assertThat(page.locator("#drop-anywhere")).isVisible();
            }
        }
        session.detach();
        assertThat(page.locator("#drop-anywhere")).isHidden();
    }
}
