package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.Region;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be asked of pictures to start from, masks, second passes and rescaled guidance. */
class SourceResolverTest {

    private static final Raster IMAGE = gray(3, 64, 128, 7);
    private static final Raster MASK = gray(1, 64, 128, 255);

    private static final SizeRule SIZES =
            TestModels.model().manifest().pipeline().sizes();

    private final RequestResolver resolver = new RequestResolver(GenerationLimits.DEFAULT, () -> 1);

    static Stream<Arguments> aFaultIsNamed() {
        Raster odd = gray(3, 100, 60, 7);
        return Stream.of(
                one(source(IMAGE, 1.5), Field.STRENGTH, new Rule.Range(0, 1, 1.5)),
                one(source(IMAGE, Double.NaN), Field.STRENGTH, new Rule.Range(0, 1, Double.NaN)),
                one(source(null, 0.5), Field.STRENGTH, new Rule.Needs(Field.IMAGE)),
                one(mask(null, MASK, null, null, null, null), Field.MASK, new Rule.Needs(Field.IMAGE)),
                one(mask(IMAGE, null, 5L, null, null, null), Field.MASK_BLUR, new Rule.Needs(Field.MASK)),
                one(mask(IMAGE, null, null, "fill", null, null), Field.MASKED_CONTENT, new Rule.Needs(Field.MASK)),
                one(mask(IMAGE, MASK, 65L, null, null, null), Field.MASK_BLUR, new Rule.Whole(0, 64, 65)),
                one(
                        mask(IMAGE, MASK, null, "magic", null, null),
                        Field.MASKED_CONTENT,
                        new Rule.OneOf(List.of("fill", "original", "latent_noise", "latent_nothing"), "magic")),
                one(mask(IMAGE, MASK, null, null, null, 3L), Field.MASKED_PADDING, new Rule.Needs(Field.ONLY_MASKED)),
                one(mask(IMAGE, MASK, null, null, true, -1L), Field.MASKED_PADDING, new Rule.Whole(0, 1024, -1)),
                one(
                        mask(IMAGE, gray(1, 64, 64, 255), null, null, null, null),
                        Field.MASK,
                        new Rule.SizeOf(Field.IMAGE, new Size(64, 128), new Size(64, 64))),
                one(
                        mask(IMAGE, gray(1, 64, 128, 0), null, null, null, null),
                        Field.MASK,
                        new Rule.Repaints(Field.INVERT_MASK)),
                one(
                        new SourceRequest(IMAGE, null, null, new MaskRequest(MASK, true, null, null, null, null)),
                        Field.MASK,
                        new Rule.Repaints(Field.INVERT_MASK)),
                one(
                        new SourceRequest(IMAGE, null, "squeeze", MaskRequest.NONE),
                        Field.RESIZE_MODE,
                        new Rule.OneOf(List.of("stretch", "crop", "fill"), "squeeze")),
                one(
                        new SourceRequest(IMAGE, null, "crop", new MaskRequest(MASK, null, null, null, true, null)),
                        Field.RESIZE_MODE,
                        new Rule.NotWith(Field.ONLY_MASKED)),
                Arguments.of(
                        request(64L, 64L, source(IMAGE, null), null),
                        List.of(new Fault(
                                Field.IMAGE,
                                new Rule.DrawnSize(
                                        new Size(64, 128),
                                        64,
                                        64,
                                        Field.RESIZE_MODE,
                                        List.of("stretch", "crop", "fill"))))),
                Arguments.of(
                        request(null, null, source(odd, null), null),
                        List.of(new Fault(
                                Field.IMAGE,
                                new Rule.OwnSize(
                                        SIZES,
                                        new Size(100, 60),
                                        List.of(Field.WIDTH, Field.HEIGHT, Field.RESIZE_MODE))))),
                hires(new HiresRequest(1.0, null, null, null), Field.HIRES_SCALE, new Rule.Above(1, 8, 1.0)),
                hires(
                        new HiresRequest(1.5, null, null, null),
                        Field.HIRES_SCALE,
                        new Rule.LeadsToSize(SIZES, new Size(64, 128), new Size(96, 192))),
                hires(
                        new HiresRequest(8.0, null, null, null),
                        Field.HIRES_SCALE,
                        new Rule.LeadsToSize(SIZES, new Size(64, 128), new Size(512, 1024))),
                hires(
                        new HiresRequest(null, "magic", null, null),
                        Field.HIRES_UPSCALER,
                        new Rule.OneOf(List.of("latent", "pixel"), "magic")),
                hires(new HiresRequest(null, null, 151L, null), Field.HIRES_STEPS, new Rule.Whole(0, 150, 151)),
                hires(new HiresRequest(null, null, null, -0.1), Field.HIRES_STRENGTH, new Rule.Range(0, 1, -0.1)),
                hires(
                        new HiresRequest(null, null, 100L, 0.1),
                        Field.HIRES_STRENGTH,
                        new Rule.ReachableStrength(100, 999, 0.1)),
                Arguments.of(
                        request(null, null, source(IMAGE, null), new HiresRequest(null, null, null, null)),
                        List.of(new Fault(Field.HIRES, new Rule.NotWith(Field.IMAGE)))));
    }

    @ParameterizedTest
    @MethodSource
    void aFaultIsNamed(GenerationRequest request, List<Fault> faults) {
        assertThat(faults(TestModels.model(), request)).isEqualTo(faults);
    }

    /** Generated clients send every field that has a default in the interface's description. */
    @Test
    void whatStandsThereByDefaultNeedsNothingBesideIt() {
        MaskRequest defaults = new MaskRequest(null, false, 4L, "original", false, 32L);

        GenerationPlan fromNoise = resolver.resolve(
                TestModels.model(), request(null, null, new SourceRequest(null, 0.75, null, defaults), null));
        GenerationPlan fromPicture = resolver.resolve(
                TestModels.model(), request(null, null, new SourceRequest(IMAGE, 0.75, null, defaults), null));

        assertThat(fromNoise.source()).isEmpty();
        assertThat(fromPicture.source().orElseThrow().inpainting()).isEmpty();
    }

    /** One wrong value has one sentence: what it would lead to is not said of it. */
    @Test
    void whatFollowsFromAWrongFieldIsNoFault() {
        assertThat(faults(
                        TestModels.model(),
                        request(null, null, SourceRequest.NONE, new HiresRequest(null, null, 1_000_000L, null))))
                .containsExactly(new Fault(Field.HIRES_STEPS, new Rule.Whole(0, 150, 1_000_000)));
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        SourceRequest wrong =
                new SourceRequest(IMAGE, 2.0, "no", new MaskRequest(gray(1, 1, 1, 0), null, -1L, "no", null, 5L));
        GenerationRequest request = GenerationRequest.builder()
                .prompt("a")
                .size(65L, null)
                .guidanceRescale(1.1)
                .source(wrong)
                .hires(new HiresRequest(9.0, "no", -1L, 7.0))
                .build();
        assertThat(faults(TestModels.model(), request))
                .extracting(Fault::field)
                .containsExactlyInAnyOrder(
                        Field.STRENGTH,
                        Field.RESIZE_MODE,
                        Field.MASK,
                        Field.MASK_BLUR,
                        Field.MASKED_CONTENT,
                        Field.MASKED_PADDING,
                        Field.WIDTH,
                        Field.GUIDANCE_RESCALE,
                        Field.HIRES_SCALE,
                        Field.HIRES_UPSCALER,
                        Field.HIRES_STEPS,
                        Field.HIRES_STRENGTH,
                        Field.HIRES);
    }

    @Test
    void aModelWithoutAnImageEncoderTakesNoPictures() {
        ModelDefinition whole = TestModels.model();
        Manifest manifest = whole.manifest();
        Manifest without = new Manifest(
                manifest.model(),
                manifest.checkpoint(),
                manifest.runtime(),
                manifest.builder(),
                manifest.pipeline(),
                manifest.defaults(),
                manifest.description(),
                manifest.models().stream()
                        .filter(served -> served.role() != ModelRole.VAE_ENCODER)
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                manifest.files());
        ModelDefinition model = new ModelDefinition(without, whole.tokenizer(), whole.scheduler());
        assertThat(faults(model, request(null, null, source(IMAGE, null), null)))
                .containsExactly(new Fault(Field.IMAGE, new Rule.ImageEncoder("demo")));
        assertThat(faults(model, request(null, null, SourceRequest.NONE, new HiresRequest(2.0, "pixel", null, null))))
                .containsExactly(new Fault(Field.HIRES_UPSCALER, new Rule.ImageEncoder("demo")));
        assertThat(resolver.resolve(
                                model, request(null, null, SourceRequest.NONE, new HiresRequest(2.0, null, null, null)))
                        .hires())
                .contains(new Hires(2, 128, 256, Upscaler.LATENT, 8, 0.7));
    }

    @Test
    void thePictureGivesItsSize() {
        GenerationPlan plan =
                resolver.resolve(TestModels.model(), request(null, null, source(gray(3, 128, 192, 1), null), null));
        assertThat(plan.width()).isEqualTo(128);
        assertThat(plan.height()).isEqualTo(192);
        assertThat(plan.source().orElseThrow().strength()).isEqualTo(0.75);
    }

    @Test
    void aPictureOfAnySizeIsMadeToFitIfAskedFor() {
        for (String mode : List.of("stretch", "crop", "fill")) {
            SourceRequest said = new SourceRequest(
                    gray(3, 100, 60, 1),
                    null,
                    mode,
                    new MaskRequest(gray(1, 100, 60, 255), null, null, null, null, null));
            GenerationPlan plan = resolver.resolve(TestModels.model(), request(128L, 64L, said, null));
            Source source = plan.source().orElseThrow();
            assertThat(source.image().hasSize(128, 64)).isTrue();
            assertThat(source.inpainting().orElseThrow().mask().hasSize(128, 64))
                    .isTrue();
        }
    }

    @Test
    void neitherRequestNorPlanPrintsThePicture() {
        GenerationRequest request = request(null, null, mask(IMAGE, MASK, null, null, null, null), null);
        assertThat(resolver.resolve(TestModels.model(), request).toString()).contains("64x128x3");
        assertThat(request.toString()).doesNotContain("[7,");
    }

    private List<Fault> faults(ModelDefinition model, GenerationRequest request) {
        try {
            throw new AssertionError("not refused: " + resolver.resolve(model, request));
        } catch (InvalidRequestException e) {
            return e.faults();
        }
    }

    private static Arguments one(SourceRequest source, Field field, Rule rule) {
        return Arguments.of(request(null, null, source, null), List.of(new Fault(field, rule)));
    }

    private static Arguments hires(HiresRequest hires, Field field, Rule rule) {
        return Arguments.of(request(null, null, SourceRequest.NONE, hires), List.of(new Fault(field, rule)));
    }

    private static SourceRequest source(Raster image, Double strength) {
        return TestRequests.source(image, strength == null ? 0.75 : strength);
    }

    @Test
    void theRegionOfAMaskThatBlurringLeavesNothingOfIsWhereItWasMeant() {
        byte[] values = new byte[64 * 128];
        values[100 * 64 + 3] = (byte) 255;
        Raster dot = Raster.gray(64, 128, values);

        GenerationPlan plan =
                resolver.resolve(TestModels.model(), request(64L, 64L, mask(IMAGE, dot, 20L, null, true, 0L), null));

        Source source = plan.source().orElseThrow();
        assertThat(source.inpainting().orElseThrow().onlyMasked().orElseThrow().region())
                .isEqualTo(new Region(3, 100, 1, 1));
    }

    private static SourceRequest mask(
            Raster image, Raster mask, Long blur, String fill, Boolean onlyMasked, Long padding) {
        return new SourceRequest(image, null, null, new MaskRequest(mask, null, blur, fill, onlyMasked, padding));
    }

    private static GenerationRequest request(Long width, Long height, SourceRequest source, HiresRequest hires) {
        return GenerationRequest.builder()
                .prompt("a")
                .size(width, height)
                .source(source)
                .hires(hires)
                .build();
    }

    private static Raster gray(int channels, int width, int height, int value) {
        byte[] values = new byte[channels * width * height];
        Arrays.fill(values, (byte) value);
        return new Raster(width, height, channels, values);
    }
}
