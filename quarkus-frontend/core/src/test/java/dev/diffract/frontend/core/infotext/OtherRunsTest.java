package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What AUTOMATIC1111 draws otherwise is named, and what it draws alike is not. */
class OtherRunsTest {

    @Test
    void lcmHasTheSchedulesOfAutomatic1111() {
        for (String schedule : List.of("Uniform", "Karras", "SGM Uniform", "DDIM")) {
            RestoredRequest restored = read("Steps: 21, Sampler: LCM, Schedule type: " + schedule);
            assertThat(restored.request().sampling().sampler()).isEqualTo("LCM " + schedule);
            assertThat(restored.request().sampling().options().timestepSpacing())
                    .isEqualTo("original");
            assertThat(restored.others()).isEmpty();
        }
        assertThat(read("Steps: 20, Sampler: LCM, Schedule type: Automatic")
                        .request()
                        .sampling()
                        .sampler())
                .isEqualTo("LCM");
    }

    /** UniPC has times of its own there, and so has DDIM: a schedule makes no difference, and is not asked for. */
    @Test
    void aScheduleThatMakesNoDifferenceIsLeftOver() {
        for (String sampler : List.of("UniPC", "DDIM")) {
            RestoredRequest restored = read("Steps: 20, Sampler: " + sampler + ", Schedule type: Karras");
            assertThat(restored.request().sampling().sampler()).isEqualTo(sampler);
            assertThat(restored.others()).containsEntry("Schedule type", "Karras");
        }
        for (String version : List.of("", ", Version: v1.10.1", ", Schedule type: Karras")) {
            RestoredRequest inTheName = read("Steps: 20, Sampler: UniPC Karras" + version);
            assertThat(inTheName.request().sampling().sampler()).isEqualTo("UniPC");
            assertThat(inTheName.request().sampling().options().timestepSpacing())
                    .isEqualTo("original");
            assertThat(inTheName.others()).containsEntry("Schedule type", "Karras");
        }
        RestoredRequest ours = read("Steps: 20, Sampler: UniPC, Schedule type: Karras, Version: Diffract 1");
        assertThat(ours.request().sampling().sampler()).isEqualTo("UniPC Karras");
    }

    @Test
    void whatPromptsAskForAndIsNotDrawnIsNamed() {
        RestoredRequest restored = InfotextReader.read("a AND b :1.2 <lora:x:0.8>\nNegative prompt: <hypernet:y:1>\n"
                + "Steps: 20, Sampler: Euler a, Schedule type: Automatic, Seed: 1, CFG scale: 7");
        assertThat(restored.notRestorable())
                .containsExactly("Prompt: <lora:x:0.8>", "Prompt: AND", "Negative prompt: <hypernet:y:1>");
    }

    /** What is DDIM's alone there is taken by no other sampler, and the other way round. */
    @Test
    void etasAreTheirSamplersOwn() {
        RestoredRequest ancestral = read("Steps: 20, Sampler: Euler a, Eta DDIM: 0.5");
        assertThat(ancestral.request().sampling().options().eta()).isNull();
        assertThat(ancestral.others()).containsEntry("Eta DDIM", "0.5");
        RestoredRequest ddim = read("Steps: 20, Sampler: DDIM, Eta: 0.5");
        assertThat(ddim.request().sampling().options().eta()).isNull();
        assertThat(ddim.others()).containsEntry("Eta", "0.5");
        assertThat(read("Steps: 20, Sampler: DDIM, Eta DDIM: 0.5")
                        .request()
                        .sampling()
                        .options()
                        .eta())
                .isEqualTo(0.5);
    }

    /** A number is one by the same rules wherever it stands. */
    @Test
    void digitsOfOtherScriptsAreNoNumbers() {
        RestoredRequest restored =
                InfotextReader.read("a\nSteps: \uff12\uff10, Seed: \u0661, CFG scale: \uff17, Size: 64x64");
        assertThat(restored.request().sampling().steps()).isNull();
        assertThat(restored.others())
                .containsOnlyKeys("Steps", "Seed", "CFG scale")
                .containsEntry("Steps", "\uff12\uff10");
    }

    /** Of steps halfway between two timesteps, last bits decide there. */
    @Test
    void lcmWithAStepHalfwayIsNamed() {
        for (String run : List.of("5", "15, Schedule type: Uniform", "7, Schedule type: Normal")) {
            assertThat(read("Sampler: LCM, Steps: " + run).notRestorable())
                    .as(run)
                    .containsExactly("Sampler: LCM");
        }
        for (String steps : List.of("1", "4", "20", "21, Schedule type: SGM Uniform", "5, Schedule type: Karras")) {
            assertThat(read("Sampler: LCM, Steps: " + steps).notRestorable())
                    .as(steps)
                    .isEmpty();
        }
        assertThat(read("Steps: 20, Sampler: LCM, Schedule type: SGM Uniform").notRestorable())
                .containsExactly("Sampler: LCM");
        String second = "Sampler: LCM, Hires upscale: 2, Hires upscaler: Latent, Steps: 20, ";
        assertThat(read(second + "Hires steps: 9, Denoising strength: 0.6").notRestorable())
                .as("the last 9 of 15, of which four lie so")
                .containsExactly("Sampler: LCM");
        assertThat(read(second + "Hires steps: 6, Denoising strength: 0.4").notRestorable())
                .as("the last 6 of 15, of which three lie so")
                .containsExactly("Sampler: LCM");
        assertThat(read(second + "Hires steps: 2, Denoising strength: 0.4").notRestorable())
                .as("the last 2 of 5, of which the middle one lies so")
                .isEmpty();
        assertThat(read(second + "Denoising strength: 0.5").notRestorable()).isEmpty();
    }

    /** AUTOMATIC1111 mixes both outputs whatever the scale. */
    @Test
    void aGuidanceBelowOneIsNamed() {
        for (String sampler : List.of("Euler a", "LCM", "DPM++ 2M Karras", "DDIM")) {
            String run = "a\nSteps: 20, Seed: 1, Sampler: " + sampler + ", CFG scale: ";
            assertThat(InfotextReader.read(run + "0.50").notRestorable())
                    .as(sampler)
                    .containsExactly("CFG scale: 0.5");
            assertThat(InfotextReader.read(run + "0").notRestorable())
                    .as(sampler)
                    .containsExactly("CFG scale: 0");
            assertThat(InfotextReader.read(run + "1").notRestorable())
                    .as(sampler)
                    .isEmpty();
            assertThat(InfotextReader.read(run + "0.5, Version: Diffract 0.1").notRestorable())
                    .as(sampler)
                    .isEmpty();
        }
        assertThat(InfotextReader.read("a\nSteps: 20, Seed: 1, Sampler: DDIM CFG++, CFG scale: 0.5")
                        .notRestorable())
                .isEmpty();
    }

    private static RestoredRequest read(String parameters) {
        return InfotextReader.read("a\n" + parameters + ", CFG scale: 2, Seed: 1");
    }
}
