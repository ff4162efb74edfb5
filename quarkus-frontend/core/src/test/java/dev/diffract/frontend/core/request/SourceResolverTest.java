package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be asked of pictures to start from, masks, second passes and rescaled guidance. */
class SourceResolverTest {

    private static final Raster IMAGE = gray(3, 64, 128, 7);
    private static final Raster MASK = gray(1, 64, 128, 255);

    private final RequestResolver resolver = new RequestResolver(GenerationLimits.DEFAULT, () -> 1);

    static Stream<Arguments> aFaultIsNamed() {
        Raster odd = gray(3, 100, 60, 7);
        return Stream.of(
                one(source(IMAGE, 1.5), "/strength", "must be a number from 0 to 1, was 1.5"),
                one(source(IMAGE, Double.NaN), "/strength", "must be a number from 0 to 1, was NaN"),
                one(source(null, 0.5), "/strength", "needs image, which is not there"),
                one(mask(null, MASK, null, null, null, null), "/mask", "needs image, which is not there"),
                one(mask(IMAGE, null, 4L, null, null, null), "/mask_blur", "needs mask, which is not there"),
                one(mask(IMAGE, MASK, 65L, null, null, null), "/mask_blur", "must be from 0 to 64, was 65"),
                one(
                        mask(IMAGE, MASK, null, "magic", null, null),
                        "/inpainting_fill",
                        "must be one of fill, original, latent_noise, latent_nothing, was 'magic'"),
                one(
                        mask(IMAGE, MASK, null, null, null, 3L),
                        "/masked_padding",
                        "needs only_masked, which is not there"),
                one(mask(IMAGE, MASK, null, null, true, -1L), "/masked_padding", "must be from 0 to 1024, was -1"),
                one(
                        mask(IMAGE, gray(1, 64, 64, 255), null, null, null, null),
                        "/mask",
                        "must have the image's size of 64x128 pixels, had 64x64"),
                one(
                        mask(IMAGE, gray(1, 64, 128, 0), null, null, null, null),
                        "/mask",
                        "leaves nothing to repaint; white is repainted, with invert_mask black"),
                one(
                        new SourceRequest(IMAGE, null, null, MASK, true, null, null, null, null),
                        "/mask",
                        "leaves nothing to repaint; white is repainted, with invert_mask black"),
                one(
                        new SourceRequest(IMAGE, null, "squeeze", null, null, null, null, null, null),
                        "/resize_mode",
                        "must be one of stretch, crop, fill, was 'squeeze'"),
                one(
                        new SourceRequest(IMAGE, null, "crop", MASK, null, null, null, true, null),
                        "/resize_mode",
                        "has no meaning with only_masked, which draws a part of the picture"),
                Arguments.of(
                        request(64L, 64L, source(IMAGE, null), null),
                        List.of(new Fault(
                                "/image",
                                "is 64x128 pixels and 64x64 are to be drawn; ask for the picture's size, or say by"
                                        + " resize_mode how to make it fit: stretch, crop, fill"))),
                Arguments.of(
                        request(null, null, source(odd, null), null),
                        List.of(new Fault(
                                "/image",
                                "is 100x60 pixels, and width and height must be multiples of 64 from 64 to 512; say"
                                        + " width, height and resize_mode"))),
                hires(
                        new HiresRequest(1.0, null, null, null),
                        "/hires/scale",
                        "must be above 1 and at most 8, was 1.0"),
                hires(
                        new HiresRequest(1.5, null, null, null),
                        "/hires/scale",
                        "must lead to sizes that are multiples of 64 from 64 to 512, led from 64x128 to 96x192"),
                hires(
                        new HiresRequest(8.0, null, null, null),
                        "/hires/scale",
                        "must lead to sizes that are multiples of 64 from 64 to 512, led from 64x128 to 512x1024"),
                hires(
                        new HiresRequest(null, "magic", null, null),
                        "/hires/upscaler",
                        "must be one of latent, pixel, was 'magic'"),
                hires(new HiresRequest(null, null, 151L, null), "/hires/steps", "must be from 0 to 150, was 151"),
                hires(
                        new HiresRequest(null, null, null, -0.1),
                        "/hires/strength",
                        "must be a number from 0 to 1, was -0.1"),
                hires(
                        new HiresRequest(null, null, 100L, 0.1),
                        "/hires/strength",
                        "must be 0 or at least 100/999 for 100 steps, was 0.1"),
                Arguments.of(
                        request(null, null, source(IMAGE, null), new HiresRequest(null, null, null, null)),
                        List.of(new Fault(
                                "/hires", "is for pictures drawn from noise, and there is an image to start from"))));
    }

    @ParameterizedTest
    @MethodSource
    void aFaultIsNamed(GenerationRequest request, List<Fault> faults) {
        assertThat(faults(TestModels.model(), request)).isEqualTo(faults);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        SourceRequest wrong = new SourceRequest(IMAGE, 2.0, "no", gray(1, 1, 1, 0), null, -1L, "no", null, 5L);
        GenerationRequest request = new GenerationRequest(
                null,
                "a",
                null,
                null,
                null,
                65L,
                null,
                null,
                null,
                null,
                1.1,
                wrong,
                new HiresRequest(9.0, "no", -1L, 7.0));
        assertThat(faults(TestModels.model(), request))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/strength",
                        "/resize_mode",
                        "/mask",
                        "/mask_blur",
                        "/inpainting_fill",
                        "/masked_padding",
                        "/width",
                        "/guidance_rescale",
                        "/hires/scale",
                        "/hires/upscaler",
                        "/hires/steps",
                        "/hires/strength",
                        "/hires");
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
                manifest.models().stream()
                        .filter(served -> served.role() != ModelRole.VAE_ENCODER)
                        .toList(),
                manifest.files());
        ModelDefinition model = new ModelDefinition(without, whole.tokenizer(), whole.scheduler());
        assertThat(faults(model, request(null, null, source(IMAGE, null), null)))
                .containsExactly(new Fault("/image", "cannot be taken: the model demo has no image encoder"));
        assertThat(faults(model, request(null, null, SourceRequest.NONE, new HiresRequest(2.0, "pixel", null, null))))
                .containsExactly(new Fault(
                        "/hires/upscaler", "must be latent: the model demo has no image encoder, which pixel needs"));
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
                    gray(3, 100, 60, 1), null, mode, gray(1, 100, 60, 255), null, null, null, null, null);
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

    private static Arguments one(SourceRequest source, String pointer, String detail) {
        return Arguments.of(request(null, null, source, null), List.of(new Fault(pointer, detail)));
    }

    private static Arguments hires(HiresRequest hires, String pointer, String detail) {
        return Arguments.of(request(null, null, SourceRequest.NONE, hires), List.of(new Fault(pointer, detail)));
    }

    private static SourceRequest source(Raster image, Double strength) {
        return SourceRequest.of(image, strength == null ? 0.75 : strength);
    }

    private static SourceRequest mask(
            Raster image, Raster mask, Long blur, String fill, Boolean onlyMasked, Long padding) {
        return new SourceRequest(image, null, null, mask, null, blur, fill, onlyMasked, padding);
    }

    private static GenerationRequest request(Long width, Long height, SourceRequest source, HiresRequest hires) {
        return new GenerationRequest(null, "a", null, null, null, width, height, null, null, null, null, source, hires);
    }

    private static Raster gray(int channels, int width, int height, int value) {
        byte[] values = new byte[channels * width * height];
        Arrays.fill(values, (byte) value);
        return new Raster(width, height, channels, values);
    }
}
