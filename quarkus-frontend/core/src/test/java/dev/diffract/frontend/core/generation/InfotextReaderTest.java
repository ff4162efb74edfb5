package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.sampling.SamplerFactory;
import dev.diffract.frontend.core.sampling.Samplers;
import dev.diffract.frontend.core.sampling.SchedulerConfigs;
import dev.diffract.frontend.core.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InfotextReaderTest {

    private static final String[] PIECES = {
        "a",
        "cat",
        " ",
        "  ",
        "\n",
        ", ",
        ": ",
        "Steps: 20, Sampler: x, Seed: 1",
        "\"",
        "\\",
        "é",
        "🙂",
        "Negative",
        "(b:1.2)",
        "[c|d]",
        "\t",
        "prompt:",
        "<lora:x:1>",
        "\r"
    };

    @Test
    void readsWhatAutomatic1111Writes() {
        RestoredRequest restored =
                InfotextReader.read("a cat, (sharp:1.2)\nsecond line\nNegative prompt: blurry\nugly\n"
                        + "Steps: 30, Sampler: DPM++ 2M, Schedule type: Automatic, CFG scale: 6.5, Seed: 123456, Size: 512x768,"
                        + " Model hash: 6ce0161689, Model: v1-5-pruned, Variation seed: 9, Variation seed strength: 0.25,"
                        + " Denoising strength: 0.4, Clip skip: 2, Hires upscale: 2, Hires upscaler: Latent,"
                        + " Lora hashes: \"a: 1, b: \\\"2\\\"\", Version: v1.10.1");
        GenerationRequest request = restored.request();
        assertThat(request.prompt()).isEqualTo("a cat, (sharp:1.2)\nsecond line");
        assertThat(request.negativePrompt()).isEqualTo("blurry\nugly");
        assertThat(request.steps()).isEqualTo(30);
        assertThat(request.sampler()).isEqualTo("DPM++ 2M Karras");
        assertThat(request.guidance()).isEqualTo(6.5);
        assertThat(request.seed()).isEqualTo(123456);
        assertThat(request.width()).isEqualTo(512);
        assertThat(request.height()).isEqualTo(768);
        assertThat(request.model()).isEqualTo("v1-5-pruned");
        assertThat(request.noise()).isEqualTo(new NoiseOptions("gpu", 9L, 0.25));
        assertThat(request.hires()).isEqualTo(new HiresRequest(2.0, "latent", null, 0.4));
        assertThat(restored.others())
                .isEqualTo(Map.of(
                        "Model hash", "6ce0161689",
                        "Clip skip", "2",
                        "Lora hashes", "a: 1, b: \"2\"",
                        "Version", "v1.10.1"));
    }

    @Test
    void fewerThanThreeParametersAreAPrompt() {
        for (String text : List.of("", "a cat", "a cat\nSteps: 20, Seed: 1", "Time: 12:30, place: here")) {
            assertThat(InfotextReader.read(text).request()).isEqualTo(GenerationRequest.of(text));
        }
        assertThat(InfotextReader.read("Steps: 20, Seed: 1, CFG scale: 7")
                        .request()
                        .steps())
                .isEqualTo(20);
    }

    @Test
    void valuesOfNoFieldAreLeftOver() {
        RestoredRequest restored = InfotextReader.read(
                "a\nSteps: many, Sampler: Unheard Of, Schedule type: Odd, Seed: 99999999999999999999, Size: big, RNG: TPU");
        assertThat(restored.request().sampler()).isEqualTo("Unheard Of");
        assertThat(restored.request().steps()).isNull();
        assertThat(restored.request().noise()).isEqualTo(NoiseOptions.NONE);
        assertThat(restored.others().keySet()).containsExactly("Steps", "Schedule type", "Seed", "Size", "RNG");
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
            String model = "m" + text(random, 4);
            GenerationPlan plan = TestPlans.of(
                    TestModels.model(model, Optional.empty(), SchedulerConfigs.stableDiffusion()), request(random));
            int index = random.nextInt(plan.count());
            RestoredRequest restored = InfotextReader.read(Infotext.of(plan, index, "1"));
            GenerationPlan again = TestPlans.of(plan.model(), restored.request());
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
            assertThat(again.prompts().reader())
                    .as(which)
                    .isEqualTo(plan.prompts().reader());
            assertThat(again.sampler().displayName())
                    .as(which)
                    .isEqualTo(plan.sampler().displayName());
            assertThat(again.hires()).as(which).isEqualTo(plan.hires());
            assertThat(List.<Object>of(
                            again.steps(), again.guidance(), again.width(), again.height(), again.guidanceRescale()))
                    .as(which)
                    .isEqualTo(List.<Object>of(
                            plan.steps(), plan.guidance(), plan.width(), plan.height(), plan.guidanceRescale()));
            assertThat(restored.others().keySet()).as(which).containsExactly("Model hash", "Version");
        }
    }

    private static GenerationRequest request(Random random) {
        SamplerFactory sampler =
                Samplers.all().get(random.nextInt(Samplers.all().size()));
        SigmaSchedule schedule = SigmaSchedule.values()[random.nextInt(SigmaSchedule.values().length)];
        String name = sampler.scheduled() ? sampler.with(schedule).displayName() : sampler.displayName();
        HiresRequest hires = random.nextInt(4) > 0
                ? null
                : new HiresRequest(2.0, "latent", 1L + random.nextInt(10), random.nextInt(30, 101) / 100.0);
        return new GenerationRequest(
                null,
                "x" + text(random, 20),
                random.nextBoolean() ? null : text(random, 20),
                1L + random.nextInt(20),
                random.nextInt(301) / 10.0,
                64L * (1 + random.nextInt(4)),
                64L * (1 + random.nextInt(4)),
                random.nextLong() & Long.MAX_VALUE,
                name,
                1L + random.nextInt(16),
                random.nextInt(5) / 4.0,
                SourceRequest.NONE,
                hires,
                new PromptOptions(
                        List.of("a1111", "compel", "plain").get(random.nextInt(3)),
                        List.of("Original", "No norm", "Ignore", "None").get(random.nextInt(4))),
                new NoiseOptions(
                        random.nextBoolean() ? "cpu" : "gpu",
                        random.nextLong() & Long.MAX_VALUE,
                        random.nextInt(5) / 4.0));
    }

    private static String text(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(pieces); count > 0; count--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString().replace("Negative prompt:", "positive");
    }
}
