package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.request.SourceRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a picture's parameters can be asked for as it is; what cannot is left over. */
class SentAgainTest {

    private static final String BASE = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5";

    /** Values of every key that some field is read from: those that are taken and those that are not. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("Steps", List.of("20", "1", "0", "-1", "1000", "150", "2.5", "x")),
            Map.entry("Sampler", List.of("Euler a", "DDIM", "LCM", "TCD", "DPM++ 2M", "Unheard Of", "UniPC Beta")),
            Map.entry("Schedule type", List.of("Automatic", "Karras", "Odd", "Beta")),
            Map.entry("CFG scale", List.of("7", "0", "70", "-1", "NaN", "1e400")),
            Map.entry("CFG Rescale", List.of("0.5", "2", "-0.1")),
            Map.entry("Seed", List.of("5", "-1", "-3", "9223372036854775807", "9223372036854775808")),
            Map.entry("Variation seed", List.of("5", "-1", "-3")),
            Map.entry("Variation seed strength", List.of("0.5", "1.5")),
            Map.entry("Size", List.of("64x128", "0x0", "65x64", "64x4096", "999999999x1", "big")),
            Map.entry("Model", List.of("demo", "v1-5-pruned")),
            Map.entry("Clip skip", List.of("1", "2", "0", "12")),
            Map.entry("Pad conds", List.of("True", "Maybe")),
            Map.entry("RNG", List.of("CPU", "NV", "TPU")),
            Map.entry("Emphasis", List.of("Original", "No norm", "Loud")),
            Map.entry("Prompt syntax", List.of("compel", "plain", "latex")),
            Map.entry("Eta", List.of("0.5", "3", "-1")),
            Map.entry("Eta DDIM", List.of("0.5", "3")),
            Map.entry("Noise Schedule", List.of("Default", "Zero Terminal SNR", "Loud")),
            Map.entry("Timestep spacing", List.of("trailing", "original", "odd")),
            Map.entry("Final sigma", List.of("zero", "sigma_min", "odd")),
            Map.entry("Denoising strength", List.of("0.5", "0", "0.001", "1.5")),
            Map.entry("Hires upscale", List.of("2", "50", "1", "1.01", "x")),
            Map.entry("Hires resize", List.of("128x256", "0x0")),
            Map.entry("Hires steps", List.of("10", "0", "151")),
            Map.entry("Hires upscaler", List.of("Latent", "Lanczos", "ESRGAN_4x")),
            Map.entry("Mask mode", List.of("Inpaint masked", "Inpaint not masked", "odd")),
            Map.entry("Resize mode", List.of("crop", "fill", "stretch", "odd")),
            Map.entry("Mask blur", List.of("4", "5", "65", "-1")),
            Map.entry("Masked content", List.of("fill", "original", "odd")),
            Map.entry("Inpaint area", List.of("Only masked", "Whole picture")),
            Map.entry("Masked area padding", List.of("32", "33", "5000")),
            Map.entry("Unheard of", List.of("x")));

    private static final List<String> PROMPTS = List.of(
            "a cat", "", "a".repeat(10_000), "a ".repeat(6_000), "(".repeat(101), "a\u0000", "a+ (b c)1.1", "(a:1e99)");

    private static List<Fault> check(GenerationRequest request) {
        if (request.model() != null && !request.model().equals("demo")) {
            return List.of(new Fault(Field.MODEL, new Rule.KnownModel(List.of("demo"), request.model())));
        }
        try {
            TestPlans.of(TestModels.model(), request);
            return List.of();
        } catch (InvalidRequestException invalid) {
            return invalid.faults();
        }
    }

    /** An empty prompt is drawn, and whoever had another is not to get that without a word. */
    @Test
    void aPromptThatIsNotTakenIsSaidToBeMissing() {
        RestoredRequest restored = read("a\u0000\nNegative prompt: b\u0000\n" + BASE);
        assertThat(restored.request().prompt().text()).isEmpty();
        assertThat(restored.others()).containsEntry("Prompt", "a\u0000").containsEntry("Negative prompt", "b\u0000");
        assertThat(restored.missing()).containsExactly(Missing.PROMPT, Missing.NEGATIVE_PROMPT);
        assertThat(read("\n" + BASE).missing()).isEmpty();
    }

    /** Sent again as it is, without a picture, it must be one that was drawn without, or say what is missing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Eta: 0.5|",
                "Denoising strength: 0.75|IMAGE",
                "Denoising strength: 0.4|IMAGE",
                "Denoising strength: 1.5|IMAGE",
                "Denoising strength: 0.75, Mask blur: 4|IMAGE MASK",
                "Denoising strength: 0.75, Mask blur: 65|IMAGE MASK",
                "Mask mode: Inpaint masked|IMAGE MASK",
                "Mask mode: odd|IMAGE MASK",
                "Denoising strength: 0.7, Hires upscale: 2, Hires steps: 3|",
                "Denoising strength: 0.7, Hires upscale: 50|",
                "Denoising strength: 0.7, Hires resize: 0x0|",
            })
    void whatNoParametersHoldIsSaidToBeMissing(String pairs, String missing) {
        RestoredRequest restored = read("a\n" + BASE + ", " + pairs);

        assertThat(restored.missing())
                .isEqualTo(
                        missing == null
                                ? Set.of()
                                : Stream.of(missing.split(" "))
                                        .map(Missing::valueOf)
                                        .collect(Collectors.toSet()));
        assertThat(new RestoredRequest(null, Map.of("Denoising strength", "1"), List.of()).missing())
                .isEmpty();
    }

    private static RestoredRequest read(String text) {
        return InfotextReader.read(text, SentAgainTest::check);
    }

    /** With the picture that it began with, and the mask, if it says something of those. */
    private static GenerationPlan again(GenerationRequest request) {
        SourceRequest said = request.source();
        boolean masked = !MaskRequest.NONE.equals(said.mask());
        if (SourceRequest.NONE.equals(said)) {
            return TestPlans.of(TestModels.model(), request);
        }
        int width =
                request.output().width() == null ? 64 : request.output().width().intValue();
        int height = request.output().height() == null
                ? 128
                : request.output().height().intValue();
        byte[] white = new byte[width * height];
        Arrays.fill(white, 0, white.length / 2, (byte) -1);
        MaskRequest mask = new MaskRequest(
                masked ? Raster.gray(width, height, white) : null,
                said.mask().invert(),
                said.mask().blur(),
                said.mask().content(),
                said.mask().onlyMasked(),
                said.mask().padding());
        Raster picture = Raster.rgb(width, height, new byte[3 * width * height]);
        return TestPlans.of(
                TestModels.model(),
                new GenerationRequest(
                        request.model(),
                        request.prompt(),
                        request.sampling(),
                        request.noise(),
                        new SourceRequest(picture, said.strength(), said.resizeMode(), mask),
                        request.hires(),
                        request.output()));
    }

    private static boolean begun(Map<String, String> said) {
        boolean twice = said.containsKey("Hires upscale") || said.containsKey("Hires resize");
        return !twice
                && said.keySet().stream()
                        .anyMatch(key -> key.startsWith("Mask")
                                || key.equals("Inpaint area")
                                || key.equals("Resize mode")
                                || key.equals("Denoising strength"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Steps: 1000|Steps",
                "CFG scale: 70|CFG scale",
                "Seed: -3|Seed",
                "Size: 0x0|Size",
                "Size: 64x4096|Size",
                "Clip skip: 0|Clip skip",
                "Eta: 3|Eta",
                "Variation seed: -2|Variation seed",
                "Variation seed strength: 2|Variation seed strength",
                "CFG Rescale: 1.5|CFG Rescale",
                "Denoising strength: 1.5|Denoising strength",
                "Mask blur: 65|Mask blur",
                "Masked area padding: 33|Masked area padding",
                "Hires steps: 151, Hires upscale: 2|Hires steps",
                "Final sigma: zero|Final sigma",
                "Model: v1-5-pruned|Model",
                "Sampler: Unheard Of|Sampler",
                "RNG: TPU|RNG",
            })
    void whatNoFieldTakesIsLeftOver(String pairs, String key) {
        String value = pairs.substring(key.length() + 2).split(",", 2)[0];
        RestoredRequest restored = read("a\n" + BASE + ", " + pairs);
        assertThat(restored.others()).containsOnly(Map.entry(key, value));
        assertThat(again(restored.request())).isNotNull();
    }

    /** Without its factor there is no second pass, and the strength is not an image's. */
    @Test
    void aSecondPassIsLeftOverAsAWhole() {
        RestoredRequest restored = read(
                "a\n" + BASE + ", Denoising strength: 0.4, Hires upscale: 50, Hires steps: 9, Hires upscaler: Latent");
        assertThat(restored.request().hires()).isNull();
        assertThat(restored.request().source().strength()).isNull();
        assertThat(restored.others())
                .containsOnlyKeys("Denoising strength", "Hires upscale", "Hires steps", "Hires upscaler");
    }

    @Test
    void promptsThatAreTooLongAreLeftOver() {
        String prompt = "a ".repeat(6_000) + "b";
        RestoredRequest restored = read(prompt + "\nNegative prompt: " + prompt + "\n" + BASE);
        assertThat(restored.request().prompt().text()).isEmpty();
        assertThat(restored.request().prompt().negative()).isEmpty();
        assertThat(restored.request().sampling().steps()).isEqualTo(20);
        assertThat(restored.others()).containsOnly(Map.entry("Prompt", prompt), Map.entry("Negative prompt", prompt));
        assertThat(again(restored.request())).isNotNull();
    }

    /** Nothing is left to be asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n{\"a\": 1}"})
    void aTextThatIsNoPromptIsNoRequest(String more) {
        RestoredRequest restored = read("(".repeat(101) + more);
        assertThat(restored.request()).isNull();
        assertThat(restored.others()).containsEntry("Prompt", "(".repeat(101));
    }

    @Test
    void whateverStandsThereWhatIsReadCanBeAskedFor() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            Map<String, String> said = new LinkedHashMap<>();
            VALUES.keySet().stream()
                    .sorted()
                    .filter(key -> random.nextInt(3) == 0)
                    .forEach(key -> {
                        List<String> values = VALUES.get(key);
                        said.put(key, values.get(random.nextInt(values.size())));
                    });
            said.put("Steps", said.getOrDefault("Steps", "20"));
            said.put("Seed", said.getOrDefault("Seed", "5"));
            said.put("CFG scale", said.getOrDefault("CFG scale", "7"));
            String pairs = said.entrySet().stream()
                    .map(pair -> pair.getKey() + ": " + pair.getValue())
                    .collect(Collectors.joining(", "));
            String prompt = PROMPTS.get(random.nextInt(PROMPTS.size()));
            RestoredRequest restored = read(prompt + "\nSteps: 1, " + pairs);
            String which = "seed " + seed + ", text " + i + ": " + pairs;
            assertThat(restored.request()).as(which).isNotNull();
            GenerationPlan plan = again(restored.request());
            assertThat(restored.missing().contains(Missing.IMAGE)).as(which).isEqualTo(begun(said));
            assertThat(plan.source().isPresent())
                    .as(which)
                    .isIn(false, restored.missing().contains(Missing.IMAGE));
            restored.others()
                    .forEach((key, value) -> assertThat(value).as(which).isEqualTo(written(key, value, prompt, said)));
        }
    }

    /** A schedule may be the end of the sampler's name. */
    private static String written(String key, String value, String prompt, Map<String, String> said) {
        boolean inTheName =
                key.equals("Schedule type") && said.getOrDefault("Sampler", "").endsWith(" " + value);
        return inTheName ? value : key.equals("Prompt") ? prompt : said.get(key);
    }
}
