package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Infotexts of older versions, of extensions and of other programs. */
class OtherInfotextsTest {

    private static final String PROMPTS = "a fox, forest\nNegative prompt: blurry\n";
    private static final String REST = ", CFG scale: 7, Seed: 5, Size: 512x512";

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M Karras, DPM++ 2M Karras",
        "DPM++ SDE Karras, DPM++ SDE Karras",
        "DPM++ 2M SDE Exponential, DPM++ 2M SDE Exponential",
        "DPM++ 2M SDE SGMUniform, DPM++ 2M SDE SGM Uniform",
        "dpm++ 2m karras, DPM++ 2M Karras",
        "Euler a, Euler a",
    })
    void theScheduleMayBeTheEndOfTheSamplersName(String written, String read) {
        assertThat(InfotextReader.read(PROMPTS + "Steps: 20, Sampler: " + written + REST)
                        .request()
                        .sampling()
                        .sampler())
                .isEqualTo(read);
    }

    @Test
    void linesAfterTheParametersAreLeftOver() {
        RestoredRequest restored = InfotextReader.read(PROMPTS + "Steps: 20, Sampler: Euler a" + REST
                + "\nTemplate: a {fox|cat}, forest\nNegative Template: blurry\nsomething else\n");
        isTheFox(restored);
        assertThat(restored.others())
                .containsEntry("Template", "a {fox|cat}, forest")
                .containsEntry("Negative Template", "blurry")
                .containsEntry("Not read", "something else")
                .hasSize(3);
    }

    @Test
    void quotedValuesMayHaveLineEnds() {
        RestoredRequest restored = InfotextReader.read(PROMPTS + "Steps: 20, Sampler: Euler a" + REST
                + ", Template: \"a {fox|cat},\nforest\", Lora hashes: \"a: 1,\\nb: 2\", Version: v1.10.1");
        isTheFox(restored);
        assertThat(restored.others())
                .containsEntry("Template", "a {fox|cat},\nforest")
                .containsEntry("Lora hashes", "a: 1,\nb: 2")
                .containsEntry("Version", "v1.10.1")
                .hasSize(3);
    }

    /** What looks like parameters inside of a value is the value's, and so is what follows a template's key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ", Wildcard prompt: \"x\nSteps: 9, Sampler: Heun, CFG scale: 3, y\"",
                ", Wildcard prompt: \"x\nSteps: 9, Sampler: Heun, CFG scale: 3\nSteps: 8, Sampler: LMS, CFG scale: 4\", Version: v1.10.1",
                "\nTemplate: a {fox|cat}\nSteps: 9, Sampler: Heun, CFG scale: 3",
                "\nNegative Template: blurry\nSteps: 9, Sampler: Heun, CFG scale: 3, Version: v1.10.1",
            })
    void linesInsideOfAValueAreNoParameters(String more) {
        RestoredRequest restored = InfotextReader.read(PROMPTS + "Steps: 20, Sampler: Euler a" + REST + more);
        isTheFox(restored);
        assertThat(String.join("\n", restored.others().values())).contains("Steps: 9, Sampler: Heun, CFG scale: 3");
    }

    @Test
    void ofSeveralLinesOfParametersTheLastCounts() {
        String pasted = "a cat\nNegative prompt: old\nSteps: 9, Sampler: Heun, CFG scale: 3, Note: \"open";
        RestoredRequest restored =
                InfotextReader.read(pasted + "\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a" + REST);
        assertThat(restored.request().sampling().steps()).isEqualTo(20);
        assertThat(restored.request().prompt().text()).isEqualTo("a cat");
    }

    /** This program writes one line of parameters, the last, whatever the prompt says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Steps: 9, Sampler: Heun, CFG scale: 3, Note: \"x",
                "Steps: 9, Sampler: Heun, CFG scale: 3\nTemplate: x",
                "\r\nSteps: 9, Sampler: Heun, CFG scale: 3\r\nTemplate: x\r",
            })
    void whatThisProgramWroteComesBackWhateverThePromptSays(String prompt) {
        RestoredRequest restored = InfotextReader.read(
                prompt + "\nSteps: 20, Sampler: Euler a" + REST + ", Model: \"a, b\", Version: Diffract 1");
        assertThat(restored.request().prompt().text()).isEqualTo(prompt);
        assertThat(restored.request().sampling().steps()).isEqualTo(20);
    }

    @Test
    void ofManyLaterLinesNoneIsLost() {
        String many = "!\n".repeat(50_000);
        RestoredRequest restored =
                InfotextReader.read(PROMPTS + "Steps: 20, Sampler: Euler a" + REST + "\n\u4e2d\n" + many + "end");
        isTheFox(restored);
        assertThat(restored.others().get("Not read")).isEqualTo("\u4e2d\n" + many + "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\n"})
    void lineEndsOfAllKindsAreOne(String end) {
        RestoredRequest restored =
                InfotextReader.read((PROMPTS + "Steps: 20, Sampler: Euler a" + REST + "\n").replace("\n", end));
        isTheFox(restored);
        assertThat(restored.others()).isEmpty();
    }

    @Test
    void wholeNumbersMayHaveAFractionOfZeros() {
        GenerationRequest request = InfotextReader.read("a\nSteps: 20.0, Sampler: Euler a, Seed: 5.00, CFG scale: 7")
                .request();
        assertThat(request.sampling().steps()).isEqualTo(20);
        assertThat(request.noise().seed()).isEqualTo(5);
        assertThat(InfotextReader.read("a\nSteps: 20.5, Sampler: Euler a, Seed: 5, CFG scale: 7")
                        .others())
                .containsEntry("Steps", "20.5");
    }

    @Test
    void valuesThatAreJsonStayWhole() {
        String resources = "[{\"type\":\"checkpoint\",\"modelVersionId\":128713},{\"type\":\"lora\",\"weight\":0.8}]";
        RestoredRequest restored = InfotextReader.read(PROMPTS + "Steps: 20, Sampler: Euler a" + REST
                + ", Civitai resources: " + resources + ", Civitai metadata: {}");
        isTheFox(restored);
        assertThat(restored.others())
                .containsEntry("Civitai resources", resources)
                .containsEntry("Civitai metadata", "{}")
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sui_image_params\": {\"prompt\": \"a fox\", \"steps\": 20}}",
                "{\n  \"3\": {\"class_type\": \"KSampler\", \"inputs\": {\"seed\": 5, \"steps\": 20}}\n}",
                "[{\"prompt\": \"a fox\"}]",
            })
    void jsonIsNoPrompt(String json) {
        RestoredRequest restored = InfotextReader.read(json);
        assertThat(restored.request()).isNull();
        assertThat(restored.others()).containsEntry("Not read", json);

        RestoredRequest behind = InfotextReader.read("a fox\nNegative prompt: blurry\n" + json);
        assertThat(behind.request().prompt().text()).isEqualTo("a fox");
        assertThat(behind.request().prompt().negative()).isEqualTo("blurry");
        assertThat(behind.others()).containsEntry("Not read", json);
    }

    @Test
    void jsonAboveParametersIsNoPrompt() {
        String json = "{\"prompt\": {\"text\": \"a fox\"}}";
        String parameters = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5";
        RestoredRequest alone = InfotextReader.read(json + "\n" + parameters);
        assertThat(alone.request().prompt().text()).isEmpty();
        assertThat(alone.request().sampling().steps()).isEqualTo(20);
        assertThat(alone.others()).isEqualTo(Map.of("Not read", json));
        assertThat(alone.missing()).containsExactly(Missing.PROMPT);

        RestoredRequest behind = InfotextReader.read("a fox\n" + json + "\n" + parameters + "\nTemplate: a\nodd line");
        assertThat(behind.request().prompt().text()).isEqualTo("a fox");
        assertThat(behind.others().get("Not read")).startsWith(json);
        assertThat(behind.missing()).isEmpty();

        RestoredRequest ours = InfotextReader.read(json + "\n" + parameters + ", Version: Diffract 1.0");
        assertThat(ours.request().prompt().text()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a|b} cat", "[a|b]", "{red|blue} {fox|cat}", "[a:b:0.5] {c}"})
    void bracesAreNoJson(String prompt) {
        assertThat(InfotextReader.read(prompt).request().prompt().text()).isEqualTo(prompt);
    }

    @Test
    void theMaskModeIsRead() {
        String masked =
                "a\nSteps: 20, Sampler: Euler a, Seed: 5, Denoising strength: 0.5, Mask blur: 4, Mask mode: Inpaint ";
        assertThat(InfotextReader.read(masked + "not masked")
                        .request()
                        .source()
                        .mask()
                        .invert())
                .isTrue();
        assertThat(InfotextReader.read(masked + "masked")
                        .request()
                        .source()
                        .mask()
                        .invert())
                .isFalse();
        assertThat(InfotextReader.read(masked + "everything").others())
                .containsEntry("Mask mode", "Inpaint everything");
    }

    @ParameterizedTest
    @CsvSource({"1024x1024, 2", "0x768, 1.5", "768x0, 1.5"})
    void theSizeOfASecondPassIsRead(String size, double scale) {
        RestoredRequest restored = hires(size);
        assertThat(restored.request().hires()).isEqualTo(new HiresRequest(scale, "latent", 10L, 0.4));
        assertThat(restored.others()).isEmpty();
    }

    @Test
    void aSizeThatIsNoEnlargementIsLeftOver() {
        RestoredRequest restored = hires("1024x768");
        assertThat(restored.request().hires()).isNull();
        assertThat(restored.others())
                .containsEntry("Hires resize", "1024x768")
                .containsEntry("Denoising strength", "0.4");
    }

    @Test
    void halvesOfSurrogatePairsAreReplaced() {
        assertThat(InfotextReader.read("a\nSteps: 2, Seed: 5, CFG scale: 7, Note: \"\\ud83d x \\ud83d\\ude42\"")
                        .others())
                .containsEntry("Note", "\ufffd x \ud83d\ude42");
    }

    private static RestoredRequest hires(String size) {
        return InfotextReader.read(
                "a\nSteps: 20, Sampler: Euler a, Seed: 5, Size: 512x512, Denoising strength: 0.4, Hires resize: " + size
                        + ", Hires steps: 10, Hires upscaler: Latent");
    }

    private static void isTheFox(RestoredRequest restored) {
        GenerationRequest request = restored.request();
        assertThat(request.prompt().text()).isEqualTo("a fox, forest");
        assertThat(request.prompt().negative()).isEqualTo("blurry");
        assertThat(request.sampling().steps()).isEqualTo(20);
        assertThat(request.sampling().sampler()).isEqualTo("Euler a");
        assertThat(request.sampling().guidance()).isEqualTo(7);
        assertThat(request.noise().seed()).isEqualTo(5);
        assertThat(request.output().width()).isEqualTo(512);
    }
}
