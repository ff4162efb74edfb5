package dev.diffract.frontend.dialect.nativ.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.text.PromptLimit;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeReason;
import dev.diffract.repository.layout.SizeRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers read of the faults that the core finds in samplers, sizes, pictures and what goes together. */
class PictureSentencesTest {

    private static final SizeRule SIZES = new SizeRule(64, 64, 512);
    private static final SizeRule ONLY = new SizeRule(64, 64, 512, List.of(new Size(64, 128), new Size(512, 256)));

    static Stream<Arguments> faults() {
        return Stream.of(companions(), SamplingFaults.all(), pictures(), prompts())
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> companions() {
        return Stream.of(
                told(
                        Field.CLIP_SKIP,
                        new Rule.LastLayer("old", 2),
                        "/clip_skip",
                        "must be 1: the text encoder of the model old gives its last layer only, was 2"),
                told(Field.STRENGTH, new Rule.Needs(Field.IMAGE), "/strength", "needs image, which is not there"),
                told(Field.MASK, new Rule.Needs(Field.IMAGE), "/mask", "needs image, which is not there"),
                told(Field.MASK_BLUR, new Rule.Needs(Field.MASK), "/mask_blur", "needs mask, which is not there"),
                told(
                        Field.MASKED_PADDING,
                        new Rule.Needs(Field.ONLY_MASKED),
                        "/masked_padding",
                        "needs only_masked, which is not there"),
                told(
                        Field.RESIZE_MODE,
                        new Rule.NotWith(Field.ONLY_MASKED),
                        "/resize_mode",
                        "has no meaning with only_masked, which draws a part of the picture"),
                told(
                        Field.HIRES,
                        new Rule.NotWith(Field.IMAGE),
                        "/hires",
                        "is for pictures drawn from noise, and there is an image to start from"),
                told(
                        Field.IMAGE,
                        new Rule.ImageEncoder("demo"),
                        "/image",
                        "cannot be taken: the model demo has no image encoder"),
                told(
                        Field.HIRES_UPSCALER,
                        new Rule.ImageEncoder("demo"),
                        "/hires/upscaler",
                        "must be latent: the model demo has no image encoder, which pixel needs"),
                told(
                        Field.PREVIEWS,
                        new Rule.PreviewFactors("old"),
                        "/previews",
                        "cannot be given: the repository of the model old does not say how; one written "
                                + "by this version does"));
    }

    private static Stream<Arguments> prompts() {
        return Stream.of(
                told(
                        Field.PROMPT,
                        new Rule.PromptWithin(new PromptLimit.Chunks(32, 14, 40_000, 2858)),
                        "/prompt",
                        "must have at most 32 chunks of 14 tokens, had 40000 tokens in 2858; with the prompt syntax"
                                + " plain only the first chunk counts"),
                told(
                        Field.PROMPT,
                        new Rule.PromptWithin(new PromptLimit.ChunksOfAllForms(256, 75)),
                        "/prompt",
                        "must have at most 256 chunks of 75 tokens in all of its forms together"),
                told(
                        Field.NEGATIVE_PROMPT,
                        new Rule.PromptWithin(new PromptLimit.Heaviest(1000)),
                        "/negative_prompt",
                        "must not weight any part with more than 1000; nested brackets and weights multiply"),
                told(
                        Field.PROMPT,
                        new Rule.PromptWithin(new PromptLimit.LightParts(32)),
                        "/prompt",
                        "must not weight more than 32 parts with less than 1 in compel's syntax"),
                told(
                        Field.PROMPT,
                        new Rule.PromptWithin(new PromptLimit.WeightsOnly()),
                        "/prompt",
                        "must not use compel's .swap(), .blend(), .and(), .attend() or LoRAs:"
                                + " only its weights are understood"));
    }

    private static Stream<Arguments> pictures() {
        return Stream.of(
                told(
                        Field.WIDTH,
                        new Rule.Sides(ONLY, new Size(512, 128)),
                        "/width",
                        "must be one of the sizes 64x128, 512x256, since the model's repository says so, was 512x128"),
                told(
                        Field.WIDTH,
                        new Rule.Sides(
                                SizeRule.between(64, new Size(256, 512), new Size(1024, 768)), new Size(512, 256)),
                        "/width",
                        "must be multiples of 64 from 256x512 to 1024x768, since the model's repository says so, was 512x256"),
                told(
                        Field.WIDTH,
                        new Rule.Side(SIZES, 100),
                        "/width",
                        "must be a multiple of 64 from 64 to 512, since the model's repository says so, was 100"),
                told(
                        Field.WIDTH,
                        new Rule.Side(new SizeRule(16, 64, 256).halving(4), 136),
                        "/width",
                        "must be a multiple of 16 from 64 to 256, since the model halves pictures 4 times, was 136"),
                told(
                        Field.WIDTH,
                        new Rule.Side(SIZES.because(SizeReason.AUTHORS), 100),
                        "/width",
                        "must be a multiple of 64 from 64 to 512, since the model's authors say so, was 100"),
                told(
                        Field.WIDTH,
                        new Rule.Side(new SizeRule(512, 512, 512).because(SizeReason.GRAPHS), 100),
                        "/width",
                        "must be a side of one of the sizes 512x512, since the model's graphs have no other, was 100"),
                told(
                        Field.HEIGHT,
                        new Rule.Side(ONLY.because(SizeReason.ENGINES), 100),
                        "/height",
                        "must be a side of one of the sizes 64x128, 512x256, since the model's engines were built for"
                                + " them, was 100"),
                told(
                        Field.HEIGHT,
                        new Rule.Side(SIZES, 4096),
                        "/height",
                        "must be a multiple of 64 from 64 to 512, since the model's repository says so, was 4096"),
                told(
                        Field.WIDTH,
                        new Rule.Side(SIZES, 0),
                        "/width",
                        "must be a multiple of 64 from 64 to 512, since the model's repository says so, was 0"),
                told(
                        Field.HEIGHT,
                        new Rule.Side(SIZES, 4294967360L),
                        "/height",
                        "must be a multiple of 64 from 64 to 512, since the model's repository says so, was 4294967360"),
                told(
                        Field.MASK,
                        new Rule.SizeOf(Field.IMAGE, new Size(64, 128), new Size(64, 64)),
                        "/mask",
                        "must have the image's size of 64x128 pixels, had 64x64"),
                told(
                        Field.MASK,
                        new Rule.Repaints(Field.INVERT_MASK),
                        "/mask",
                        "leaves nothing to repaint; white is repainted, with invert_mask black"),
                told(
                        Field.IMAGE,
                        new Rule.DrawnSize(
                                new Size(64, 128), 64, 64, Field.RESIZE_MODE, List.of("stretch", "crop", "fill")),
                        "/image",
                        "is 64x128 pixels and 64x64 are to be drawn; ask for the picture's size, or say "
                                + "by resize_mode how to make it fit: stretch, crop, fill"),
                told(
                        Field.IMAGE,
                        new Rule.OwnSize(
                                SIZES, new Size(100, 60), List.of(Field.WIDTH, Field.HEIGHT, Field.RESIZE_MODE)),
                        "/image",
                        "is 100x60 pixels, and width and height must be multiples of 64 from 64 to 512, "
                                + "since the model's repository says so; "
                                + "say width, height and resize_mode"),
                told(
                        Field.IMAGE,
                        new Rule.OwnSize(SIZES, new Size(100, 60), List.of(Field.WIDTH, Field.HEIGHT)),
                        "/image",
                        "is 100x60 pixels, and width and height must be multiples of 64 from 64 to 512, "
                                + "since the model's repository says so; "
                                + "say width and height"),
                told(
                        Field.HIRES_SCALE,
                        new Rule.LeadsToSize(SIZES, new Size(64, 128), new Size(96, 192)),
                        "/hires/scale",
                        "must lead to sizes that are multiples of 64 from 64 to 512, since the model's repository says so, led from 64x128 to "
                                + "96x192"),
                told(
                        Field.IMAGE,
                        new Rule.OwnSize(
                                ONLY.because(SizeReason.ENGINES),
                                new Size(100, 60),
                                List.of(Field.WIDTH, Field.HEIGHT)),
                        "/image",
                        "is 100x60 pixels, and width and height must be one of the sizes 64x128, 512x256, since the"
                                + " model's engines were built for them; say width and height"),
                told(
                        Field.HIRES_SCALE,
                        new Rule.LeadsToSize(SIZES.halving(6), new Size(64, 128), new Size(96, 192)),
                        "/hires/scale",
                        "must lead to sizes that are multiples of 64 from 64 to 512, since the model halves pictures 6"
                                + " times, led from 64x128 to 96x192"),
                told(
                        Field.HIRES_SCALE,
                        new Rule.LeadsToSize(ONLY.because(SizeReason.ENGINES), new Size(64, 128), new Size(96, 192)),
                        "/hires/scale",
                        "must lead to sizes that are 64x128, 512x256, since the model's engines were built for them, led"
                                + " from 64x128 to 96x192"),
                told(
                        Field.HIRES_SCALE,
                        new Rule.LeadsToSize(SIZES, new Size(64, 128), new Size(512, 1024)),
                        "/hires/scale",
                        "must lead to sizes that are multiples of 64 from 64 to 512, since the model's repository says so, led from 64x128 to "
                                + "512x1024"));
    }

    private static Arguments told(Field field, Rule rule, String pointer, String detail) {
        return SentencesTest.told(field, rule, pointer, detail);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsToldInThisDialectsWords(Fault fault, String pointer, String detail) {
        assertThat(FieldError.of(fault, new SentNames())).isEqualTo(new FieldError(pointer, detail));
    }
}
