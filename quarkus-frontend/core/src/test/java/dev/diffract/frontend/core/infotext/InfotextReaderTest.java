package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Noise;
import dev.diffract.frontend.core.plan.PromptRules;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.RandomRequests;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.request.SolverOptions;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InfotextReaderTest {

    @Test
    void readsWhatAutomatic1111Writes() {
        RestoredRequest restored =
                InfotextReader.read("a cat, (sharp:1.2)\nsecond line\nNegative prompt: blurry\nugly\n"
                        + "Steps: 30, Sampler: DPM++ 2M, Schedule type: Automatic, CFG scale: 6.5, Seed: 123456, Size: 512x768,"
                        + " Model hash: 6ce0161689, Model: v1-5-pruned, Variation seed: 9, Variation seed strength: 0.25,"
                        + " Denoising strength: 0.4, Clip skip: 2, Eta: 0.5, Noise Schedule: Zero Terminal SNR, Hires upscale: 2, Hires upscaler: Latent,"
                        + " Lora hashes: \"a: 1, b: \\\"2\\\"\", Version: v1.10.1");
        GenerationRequest request = restored.request();
        assertThat(request.prompt().text()).isEqualTo("a cat, (sharp:1.2)\nsecond line");
        assertThat(request.prompt().negative()).isEqualTo("blurry\nugly");
        assertThat(request.sampling().steps()).isEqualTo(30);
        assertThat(request.sampling().sampler()).isEqualTo("DPM++ 2M Karras");
        assertThat(request.sampling().guidance()).isEqualTo(6.5);
        assertThat(request.output().width()).isEqualTo(512);
        assertThat(request.output().height()).isEqualTo(768);
        assertThat(request.model()).isEqualTo("v1-5-pruned");
        assertThat(request.noise()).isEqualTo(new NoiseRequest("gpu", 123456L, 9L, 0.25));
        assertThat(request.prompt().clipSkip()).isEqualTo(2);
        assertThat(request.sampling().options()).isEqualTo(new SamplingOptions(null, 0.5, "original", null, true));
        assertThat(request.hires()).isEqualTo(new HiresRequest(2.0, "latent", null, 0.4));
        assertThat(restored.notRestorable()).isEmpty();
        assertThat(restored.others())
                .isEqualTo(Map.of(
                        "Model hash", "6ce0161689",
                        "Lora hashes", "a: 1, b: \"2\"",
                        "Version", "v1.10.1"));
    }

    @Test
    void noiseAndSolverAreReadByTheKeysOfInfotexts() {
        assertThat(InfotextReader.read("a\nSteps: 20, Sampler: UniPC, UniPC order: 3, UniPC variant: bh1, Seed: 1")
                        .request()
                        .sampling()
                        .options()
                        .solver())
                .isEqualTo(new SolverOptions(3L, "bh1"));
        assertThat(InfotextReader.read("a\nSteps: 20, Sampler: UniPC, Seed: 1")
                        .request()
                        .sampling()
                        .options()
                        .solver())
                .as("as it comes in AUTOMATIC1111")
                .isEqualTo(new SolverOptions(3L, "bh1"));
        assertThat(InfotextReader.read("a\nSteps: 20, Sampler: DPM++ SDE, Seed: 1, Version: Diffract 1")
                        .request()
                        .sampling()
                        .options()
                        .stepNoise())
                .isNull();
        assertThat(InfotextReader.read("a\nSteps: 20, Sampler: DPM++ SDE, Seed: 1")
                        .request()
                        .sampling()
                        .options()
                        .stepNoise())
                .isEqualTo("brownian_tree");
    }

    @Test
    void otherProgramsRunOnAnotherGrid() {
        RestoredRequest euler = InfotextReader.read("a\nSteps: 20, Sampler: Euler a, Schedule type: Karras, Seed: 1");
        assertThat(euler.request().sampling().options().timestepSpacing()).isEqualTo("original");
        assertThat(euler.notRestorable()).isEmpty();

        RestoredRequest lcm = InfotextReader.read("a\nSteps: 20, Sampler: LCM, CFG scale: 2, Seed: 1");
        assertThat(lcm.request().sampling().options().timestepSpacing()).isEqualTo("original");
        assertThat(lcm.notRestorable()).isEmpty();

        RestoredRequest ours =
                InfotextReader.read("a\nSteps: 20, Sampler: UniPC, CFG scale: 2, Seed: 1, Version: Diffract 0.1");
        assertThat(ours.request().sampling().options().timestepSpacing()).isNull();
        assertThat(ours.notRestorable()).isEmpty();

        assertThat(read("Steps: 15, Sampler: LCM").notRestorable()).containsExactly("Sampler: LCM");
        assertThat(read("Steps: 20, Sampler: UniPC").notRestorable()).isEmpty();
        assertThat(read("Steps: 20, Sampler: DPM++ 2M SDE, Schedule type: Exponential")
                        .notRestorable())
                .isEmpty();
        assertThat(read("Steps: 20, Sampler: Restart").notRestorable()).isEmpty();
    }

    @Test
    void whatBeganWithAnEncodedPictureDoesNotComeBackToTheBit() {
        List<String> strength = List.of("Denoising strength: 0.5");
        for (String sampler : List.of("Euler a", "DDIM", "DPM++ 2M", "DPM fast")) {
            assertThat(read("Steps: 20, Sampler: " + sampler + ", Denoising strength: 0.50")
                            .notRestorable())
                    .as(sampler)
                    .isEqualTo(strength);
        }
        assertThat(read("Steps: 20, Sampler: Euler a, Denoising strength: 0.5, Mask blur: 4")
                        .notRestorable())
                .isEqualTo(strength);
        assertThat(read("Steps: 20, Denoising strength: 0.5, Seed: 3").notRestorable())
                .isEqualTo(strength);
        for (String sampler : List.of("Euler a", "DDIM")) {
            assertThat(read("Steps: 20, Sampler: " + sampler + ", Denoising strength: 0.5, Version: Diffract 0.1")
                            .notRestorable())
                    .isEmpty();
        }
    }

    /** By what was measured of whole pictures, whatever the schedule. */
    @Test
    void rescaledNoiseThatMagnifiesLastBitsIsNamed() {
        String rescaled = "Noise Schedule: Zero Terminal SNR";
        List<String> magnifying = List.of("DPM adaptive", "DPM2 a Karras", "DPM++ SDE", "DPM++ 2M SDE Exponential");
        List<String> more = List.of("DPM++ 2M SDE Heun", "DPM++ 3M SDE", "LMS Beta");
        for (String sampler : Stream.concat(magnifying.stream(), more.stream()).toList()) {
            assertThat(read("Steps: 20, Sampler: " + sampler + ", " + rescaled).notRestorable())
                    .as(sampler)
                    .containsExactly(rescaled);
            assertThat(read("Steps: 20, Sampler: " + sampler + ", Noise Schedule: Default")
                            .notRestorable())
                    .as(sampler)
                    .isEmpty();
        }
        for (String sampler : List.of("Euler a", "DPM++ 2M Karras", "UniPC", "DDIM", "DPM fast")) {
            assertThat(read("Steps: 20, Sampler: " + sampler + ", " + rescaled).notRestorable())
                    .as(sampler)
                    .isEmpty();
        }
    }

    @Test
    void secondPassesThatEncodeOrBeginOtherwiseAreNamed() {
        List<String> strength = List.of("Denoising strength: 0.5");
        for (String upscaler : List.of("Lanczos", "R-ESRGAN 4x+", "None")) {
            assertThat(secondPass("Euler a", upscaler).notRestorable())
                    .as(upscaler)
                    .isEqualTo(strength);
        }
        for (String upscaler : List.of("Latent", "Latent (bicubic antialiased)")) {
            for (String sampler : List.of("Euler a", "DPM fast", "DPM adaptive")) {
                assertThat(secondPass(sampler, upscaler).notRestorable()).isEmpty();
            }
            for (String sampler : List.of("DDIM", "DDIM CFG++", "PLMS", "UniPC")) {
                assertThat(secondPass(sampler, upscaler).notRestorable())
                        .as(sampler)
                        .isEqualTo(strength);
            }
        }
        String unsaid = "Steps: 20, Hires upscale: 2, Denoising strength: 0.5, Sampler: ";
        assertThat(read(unsaid + "Euler a").notRestorable()).isEmpty();
        assertThat(read(unsaid + "DDIM").notRestorable()).isEqualTo(strength);
        assertThat(read(unsaid + "DDIM, Hires upscaler: Lanczos, Version: Diffract 0.1")
                        .notRestorable())
                .isEmpty();
    }

    private static RestoredRequest secondPass(String sampler, String upscaler) {
        return read("Steps: 20, Sampler: " + sampler + ", Denoising strength: 0.5, Hires upscale: 2, Hires upscaler: "
                + upscaler);
    }

    private static RestoredRequest read(String parameters) {
        return InfotextReader.read("a\n" + parameters + ", CFG scale: 2, Seed: 1");
    }

    @Test
    void theGridMayBeSaidToo() {
        RestoredRequest said = InfotextReader.read(
                "a\nSteps: 20, Sampler: Euler, CFG scale: 2, Seed: 1, Timestep spacing: original, Version: Diffract 0.1");
        assertThat(said.request().sampling().options().timestepSpacing()).isEqualTo("original");
    }

    @Test
    void samplersThatThereAreInAutomatic1111AloneComeBack() {
        RestoredRequest plus = InfotextReader.read(
                "a\nSteps: 20, Sampler: DDIM CFG++, CFG scale: 7, Seed: 1, Eta DDIM: 0.5, Version: v1.10.1");
        assertThat(plus.request().sampling().sampler()).isEqualTo("DDIM CFG++");
        assertThat(plus.request().sampling().options().eta()).isEqualTo(0.5);
        assertThat(plus.request().sampling().options().timestepSpacing()).isEqualTo("original");
        assertThat(plus.notRestorable()).isEmpty();

        for (String name : List.of("DPM fast", "DPM adaptive")) {
            RestoredRequest own = InfotextReader.read("a\nSteps: 20, Sampler: " + name
                    + ", Schedule type: KL Optimal, Eta: 0.2, Seed: 1, Version: v1.10.1");
            assertThat(own.request().sampling().sampler()).isEqualTo(name + " KL Optimal");
            assertThat(own.request().sampling().options().eta()).isEqualTo(0.2);
            assertThat(own.request().sampling().options().timestepSpacing()).isNull();
            assertThat(own.notRestorable()).isEmpty();
        }
    }

    @Test
    void fewerThanThreeParametersAreAPrompt() {
        for (String text : List.of("", "a cat", "a cat\nSteps: 20, Seed: 1", "Time: 12:30, place: here")) {
            assertThat(InfotextReader.read(text).request()).isEqualTo(TestRequests.of(text));
        }
        assertThat(InfotextReader.read("Steps: 20, Seed: 1, CFG scale: 7")
                        .request()
                        .sampling()
                        .steps())
                .isEqualTo(20);
    }

    @Test
    void valuesOfNoFieldAreLeftOver() {
        RestoredRequest restored = InfotextReader.read(
                "a\nSteps: many, Sampler: Unheard Of, Schedule type: Odd, Seed: 99999999999999999999, Size: big, RNG: TPU");
        assertThat(restored.request().sampling().sampler()).isNull();
        assertThat(restored.request().sampling().steps()).isNull();
        assertThat(restored.request().noise()).isEqualTo(new NoiseRequest(null, null, null, null));
        assertThat(restored.others().keySet())
                .containsExactly("Steps", "Sampler", "Schedule type", "Seed", "Size", "RNG");
    }

    @Test
    void aLongTextIsPromptlyRead() {
        for (String piece : List.of("a", "a ", "a:", "\"", "a: \"", "\\", ",", "a: b, ")) {
            assertThat(InfotextReader.read(piece.repeat(30_000 / piece.length())))
                    .isNotNull();
        }
    }

    @Test
    void whatIsWrittenIsRestored() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String model = "m" + RandomRequests.text(random, 4);
            GenerationPlan plan = TestPlans.of(
                    TestModels.model(model, Optional.empty(), SchedulerConfigs.stableDiffusion()),
                    RandomRequests.of(random));
            int index = random.nextInt(plan.count());
            RestoredRequest restored = InfotextReader.read(Infotext.of(plan, index, "1"));
            GenerationPlan again = TestPlans.of(TestModels.with(plan.model()), restored.request());
            String which = "seed " + seed + ", plan " + i;
            assertThat(restored.request().model()).as(which).isEqualTo(model);
            assertThat(again.prompt()).as(which).isEqualTo(plan.prompt());
            assertThat(again.negativePrompt()).as(which).isEqualTo(plan.negativePrompt());
            assertThat(again.noise())
                    .as(which)
                    .isEqualTo(new Noise(
                            plan.noise().source(),
                            plan.noise().seedOf(index),
                            plan.noise().varied() ? plan.noise().subseedOf(index) : 0,
                            plan.noise().subseedStrength()));
            assertThat(unpadded(again)).as(which).isEqualTo(unpadded(plan));
            assertThat(again.prompts().padsConds())
                    .as(which)
                    .isEqualTo(plan.prompts().padsConds());
            assertThat(again.prompts().apart(0))
                    .as(which)
                    .isEqualTo(plan.prompts().apart(0));
            assertThat(again.sampler().displayName())
                    .as(which)
                    .isEqualTo(plan.sampler().displayName());
            assertThat(again.sampling().options())
                    .as(which)
                    .isEqualTo(plan.sampling().options());
            assertThat(again.prompts().clipSkip())
                    .as(which)
                    .isEqualTo(plan.prompts().clipSkip());
            assertThat(again.hires()).as(which).isEqualTo(plan.hires());
            assertThat(List.<Object>of(
                            again.steps(), again.guidance(), again.width(), again.height(), again.guidanceRescale()))
                    .as(which)
                    .isEqualTo(List.<Object>of(
                            plan.steps(), plan.guidance(), plan.width(), plan.height(), plan.guidanceRescale()));
            assertThat(restored.others().keySet()).as(which).containsExactly("Model hash", "Version");
        }
    }

    /** Infotexts say that prompts are padded only of those that are. */
    private static PromptRules unpadded(GenerationPlan plan) {
        PromptRules rules = plan.prompts().rules();
        return new PromptRules(rules.syntax(), rules.emphasis(), rules.clipSkip(), false);
    }
}
