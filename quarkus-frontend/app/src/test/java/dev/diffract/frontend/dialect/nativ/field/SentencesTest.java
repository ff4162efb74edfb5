package dev.diffract.frontend.dialect.nativ.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers read of the faults that the core finds in single fields. */
class SentencesTest {

    static Stream<Arguments> faults() {
        return values();
    }

    private static Stream<Arguments> values() {
        return Stream.of(
                told(Field.PROMPT, new Rule.NotEmpty(), "/prompt", "must not be empty"),
                told(
                        Field.NEGATIVE_PROMPT,
                        new Rule.Longest(10000, 10001),
                        "/negative_prompt",
                        "must have at most 10000 characters, had 10001"),
                told(
                        Field.PROMPT,
                        new Rule.Longest(10000, 1048576),
                        "/prompt",
                        "must have at most 10000 characters, had 1048576"),
                told(Field.STEPS, new Rule.Whole(1, 150, 0), "/steps", "must be from 1 to 150, was 0"),
                told(Field.COUNT, new Rule.Whole(1, 16, 17), "/count", "must be from 1 to 16, was 17"),
                told(
                        Field.STEPS,
                        new Rule.Whole(1, 150, 1000000000L),
                        "/steps",
                        "must be from 1 to 150, was 1000000000"),
                told(Field.STEPS, new Rule.Whole(1, 150, -1), "/steps", "must be from 1 to 150, was -1"),
                told(
                        Field.STEPS,
                        new Rule.Whole(1, 150, Long.MAX_VALUE),
                        "/steps",
                        "must be from 1 to 150, was 9223372036854775807"),
                told(Field.COUNT, new Rule.Whole(1, 16, 0), "/count", "must be from 1 to 16, was 0"),
                told(Field.MASK_BLUR, new Rule.Whole(0, 64, 65), "/mask_blur", "must be from 0 to 64, was 65"),
                told(
                        Field.MASKED_PADDING,
                        new Rule.Whole(0, 1024, -1),
                        "/masked_padding",
                        "must be from 0 to 1024, was -1"),
                told(Field.HIRES_STEPS, new Rule.Whole(0, 150, 151), "/hires/steps", "must be from 0 to 150, was 151"),
                told(
                        Field.CLIP_SKIP,
                        new Rule.Whole(1, 3, Long.MAX_VALUE),
                        "/clip_skip",
                        "must be from 1 to 3, was 9223372036854775807"),
                told(
                        Field.GUIDANCE,
                        new Rule.Range(0, 30, Double.NaN),
                        "/guidance",
                        "must be a finite number from 0 to 30, was NaN"),
                told(
                        Field.GUIDANCE,
                        new Rule.Range(0, 30, Double.POSITIVE_INFINITY),
                        "/guidance",
                        "must be a finite number from 0 to 30, was Infinity"),
                told(
                        Field.GUIDANCE,
                        new Rule.Range(0, 30, -0.5),
                        "/guidance",
                        "must be a finite number from 0 to 30, was -0.5"),
                told(
                        Field.GUIDANCE,
                        new Rule.Range(0, 30, 30.5),
                        "/guidance",
                        "must be a finite number from 0 to 30, was 30.5"),
                told(
                        Field.SUBSEED_STRENGTH,
                        new Rule.Range(0, 1, 1.5),
                        "/subseed_strength",
                        "must be a number from 0 to 1, was 1.5"),
                told(Field.ETA, new Rule.Range(0, 1, 1.5), "/eta", "must be a number from 0 to 1, was 1.5"),
                told(Field.STRENGTH, new Rule.Range(0, 1, 1.5), "/strength", "must be a number from 0 to 1, was 1.5"),
                told(
                        Field.STRENGTH,
                        new Rule.Range(0, 1, Double.NaN),
                        "/strength",
                        "must be a number from 0 to 1, was NaN"),
                told(
                        Field.HIRES_STRENGTH,
                        new Rule.Range(0, 1, -0.1),
                        "/hires/strength",
                        "must be a number from 0 to 1, was -0.1"),
                told(
                        Field.SEED,
                        new Rule.Seed(-2),
                        "/seed",
                        "must be -1 for a random one, or from 0 to 9223372036854775807, was -2"),
                told(
                        Field.SUBSEED,
                        new Rule.Seed(-2),
                        "/subseed",
                        "must be -1 for a random one, or from 0 to 9223372036854775807, was -2"),
                told(
                        Field.SAMPLER,
                        new Rule.OneOf(
                                List.of(
                                        "DDIM",
                                        "DDPM",
                                        "PLMS",
                                        "LMS",
                                        "Euler",
                                        "Euler a",
                                        "Heun",
                                        "DPM2",
                                        "DPM2 a",
                                        "DPM++ 2M",
                                        "DPM++ 2M Karras",
                                        "DPM++ 2M SDE",
                                        "DPM++ 2M SDE Karras",
                                        "DPM++ 2M SDE Heun",
                                        "DPM++ 2S a",
                                        "DPM++ SDE",
                                        "DPM++ SDE Karras",
                                        "DPM++ 3M SDE",
                                        "DEIS",
                                        "UniPC",
                                        "LCM",
                                        "TCD",
                                        "Restart"),
                                "Magic"),
                        "/sampler",
                        "must be one of DDIM, DDPM, PLMS, LMS, Euler, Euler a, Heun, DPM2, DPM2 a, DPM++ "
                                + "2M, DPM++ 2M Karras, DPM++ 2M SDE, DPM++ 2M SDE Karras, DPM++ 2M SDE Heun, DPM++"
                                + " 2S a, DPM++ SDE, DPM++ SDE Karras, DPM++ 3M SDE, DEIS, UniPC, LCM, TCD, "
                                + "Restart, was 'Magic'"),
                told(
                        Field.PROMPT_SYNTAX,
                        new Rule.OneOf(List.of("a1111", "compel", "plain"), "latin"),
                        "/prompt_syntax",
                        "must be one of a1111, compel, plain, was 'latin'"),
                told(
                        Field.EMPHASIS,
                        new Rule.OneOf(List.of("Original", "No norm", "Ignore", "None"), "loud"),
                        "/emphasis",
                        "must be one of Original, No norm, Ignore, None, was 'loud'"),
                told(
                        Field.NOISE,
                        new Rule.OneOf(List.of("cpu", "gpu"), "tpu"),
                        "/noise",
                        "must be one of cpu, gpu, was 'tpu'"),
                told(
                        Field.TIMESTEP_SPACING,
                        new Rule.OneOf(List.of("leading", "linspace", "trailing"), "wide"),
                        "/timestep_spacing",
                        "must be one of leading, linspace, trailing, was 'wide'"),
                told(
                        Field.FINAL_SIGMA,
                        new Rule.OneOf(List.of("zero", "sigma_min"), "one"),
                        "/final_sigma",
                        "must be one of zero, sigma_min, was 'one'"),
                told(
                        Field.SCHEDULE_TYPE,
                        new Rule.OneOf(
                                List.of(
                                        "automatic",
                                        "uniform",
                                        "karras",
                                        "exponential",
                                        "beta",
                                        "normal",
                                        "simple",
                                        "sgm_uniform"),
                                "curly"),
                        "/schedule_type",
                        "must be one of automatic, uniform, karras, exponential, beta, normal, simple, "
                                + "sgm_uniform, was 'curly'"),
                told(
                        Field.SAMPLER,
                        new Rule.OneOf(
                                List.of(
                                        "DDIM",
                                        "DDPM",
                                        "PLMS",
                                        "LMS",
                                        "Euler",
                                        "Euler a",
                                        "Heun",
                                        "DPM2",
                                        "DPM2 a",
                                        "DPM++ 2M",
                                        "DPM++ 2M Karras",
                                        "DPM++ 2M SDE",
                                        "DPM++ 2M SDE Karras",
                                        "DPM++ 2M SDE Heun",
                                        "DPM++ 2S a",
                                        "DPM++ SDE",
                                        "DPM++ SDE Karras",
                                        "DPM++ 3M SDE",
                                        "DEIS",
                                        "UniPC",
                                        "LCM",
                                        "TCD",
                                        "Restart"),
                                "DPM++ 9M"),
                        "/sampler",
                        "must be one of DDIM, DDPM, PLMS, LMS, Euler, Euler a, Heun, DPM2, DPM2 a, DPM++ "
                                + "2M, DPM++ 2M Karras, DPM++ 2M SDE, DPM++ 2M SDE Karras, DPM++ 2M SDE Heun, DPM++"
                                + " 2S a, DPM++ SDE, DPM++ SDE Karras, DPM++ 3M SDE, DEIS, UniPC, LCM, TCD, "
                                + "Restart, was 'DPM++ 9M'"),
                told(
                        Field.MASKED_CONTENT,
                        new Rule.OneOf(List.of("fill", "original", "latent_noise", "latent_nothing"), "magic"),
                        "/inpainting_fill",
                        "must be one of fill, original, latent_noise, latent_nothing, was 'magic'"),
                told(
                        Field.RESIZE_MODE,
                        new Rule.OneOf(List.of("stretch", "crop", "fill"), "squeeze"),
                        "/resize_mode",
                        "must be one of stretch, crop, fill, was 'squeeze'"),
                told(
                        Field.HIRES_UPSCALER,
                        new Rule.OneOf(List.of("latent", "pixel"), "magic"),
                        "/hires/upscaler",
                        "must be one of latent, pixel, was 'magic'"),
                told(Field.PROMPT, new Rule.Given(), "/prompt", "must be given"),
                told(
                        Field.PROMPT,
                        new Rule.WellFormed(
                                "must have at most 32 chunks of 14 tokens, had 40000 tokens in 2858; with the prompt syntax plain only the first chunk counts"),
                        "/prompt",
                        "must have at most 32 chunks of 14 tokens, had 40000 tokens in 2858; with the "
                                + "prompt syntax plain only the first chunk counts"),
                told(
                        Field.HIRES_SCALE,
                        new Rule.Above(1, 8, 1.0),
                        "/hires/scale",
                        "must be above 1 and at most 8, was 1.0"),
                told(
                        Field.MODEL,
                        new Rule.KnownModel(List.of("demo"), "sdxl"),
                        "/model",
                        "There is no model 'sdxl'; there are: demo."));
    }

    static Arguments told(Field field, Rule rule, String pointer, String detail) {
        return Arguments.of(new Fault(field, rule), pointer, detail);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsToldInThisDialectsWords(Fault fault, String pointer, String detail) {
        assertThat(FieldError.of(fault)).isEqualTo(new FieldError(pointer, detail));
    }

    @Test
    void everyRuleHasItsSentence() {
        List<Class<?>> told = Stream.concat(faults(), PictureSentencesTest.faults())
                .<Class<?>>map(each -> ((Fault) each.get()[0]).rule().getClass())
                .toList();
        assertThat(told).containsAll(Arrays.asList(Rule.class.getPermittedSubclasses()));
    }

    @Test
    void aLongNameIsNotRepeatedInFull() {
        Fault fault = new Fault(Field.SAMPLER, new Rule.OneOf(List.of("DDIM"), "\ud83d\ude42".repeat(10_000)));
        assertThat(FieldError.of(fault).detail()).endsWith("was '" + "\ud83d\ude42".repeat(40) + "…'");
    }

    @Test
    void everyFieldStandsSomewhereElse() {
        assertThat(Stream.of(Field.values()).map(Names::pointer)).doesNotHaveDuplicates();
    }
}
