package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.picture.Blend;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of pictures, drawn anew. */
class InpaintingTest extends ModesFixture {

    @ParameterizedTest
    @MethodSource("samplers")
    void whatIsNotMaskedStaysTheOriginalToTheLastBit(SamplerFactory sampler) {
        Raster image = picture(3);
        SourceRequest said = TestRequests.masked(image, 1.0, upperHalf(), 0L, null);
        Raster drawn =
                image(run(Picture.of(plan(sampler.displayName(), 0, said), 0).begin()));
        int half = 64 * 64 * 3;
        assertThat(Arrays.copyOfRange(drawn.values(), half, 2 * half))
                .isEqualTo(Arrays.copyOfRange(image.values(), half, 2 * half));
        assertThat(Arrays.copyOf(drawn.values(), half)).isNotEqualTo(Arrays.copyOf(image.values(), half));
    }

    @Test
    void latentsOutsideOfTheMaskAreTheOriginalsWithTheNoiseThatIsLeft() {
        SourceRequest said = TestRequests.masked(picture(3), 0.5, upperHalf(), 0L, null);
        List<PictureState> states = run(Picture.of(plan("Euler a", 0, said), 0).begin());
        List<Denoising> denoising = all(states, Denoising.class);
        assertThat(denoising).hasSize(4);
        Sampler sampler = sampler("Euler a", STEPS);
        Blend blend = denoising.get(0).blend().orElseThrow();
        for (Denoising state : denoising) {
            float[] kept = sampler.noised(
                    blend.original(), blend.noise(), 4 + state.sampler().call());
            assertThat(state.sampler().latents()[64]).isEqualTo(kept[64]);
        }
        float[] last = only(states, Decoding.class).latents();
        assertThat(last[127]).isEqualTo(blend.original()[127]);
        assertThat(last[0]).isNotEqualTo(blend.original()[0]);
    }

    @Test
    void atStrengthOneAMaskedPartStartsFromNoiseAlone() {
        SourceRequest said = TestRequests.masked(picture(3), 1.0, upperHalf(), 0L, null);
        Denoising first = first(run(Picture.of(plan("Euler", 0, said), 0).begin()));
        Blend blend = first.blend().orElseThrow();
        float scale = sampler("Euler", STEPS).initialScale();
        assertThat(first.sampler().latents()[5]).isEqualTo(blend.noise()[5] * scale);
    }

    @Test
    void theMaskedPartStartsFromWhatWasAskedFor() {
        float[] original = blend("original").original();
        assertThat(blend("latent_noise").original()[0])
                .isEqualTo(blend("latent_noise").noise()[0]);
        assertThat(blend("latent_nothing").original()[0]).isZero();
        for (String content : List.of("latent_noise", "latent_nothing")) {
            assertThat(blend(content).original()[64]).isEqualTo(original[64]);
        }
        assertThat(blend("fill").original()[0]).isNotEqualTo(original[0]);
    }

    @Test
    void onlyThePartAroundTheMaskIsDrawnAndPutBack() {
        Raster image = picture(5, 200, 150);
        byte[] white = new byte[200 * 150];
        for (int y = 60; y < 80; y++) {
            Arrays.fill(white, y * 200 + 30, y * 200 + 50, (byte) 255);
        }
        Raster mask = Raster.gray(200, 150, white);
        SourceRequest said = new SourceRequest(image, 0.8, null, new MaskRequest(mask, null, 0L, null, true, 10L));
        GenerationRequest request = GenerationRequest.builder()
                .prompt("cat")
                .steps((long) STEPS)
                .guidance(3.0)
                .size(64L, 128L)
                .noise(TestRequests.seed(42L))
                .sampler("DDIM")
                .count(1L)
                .source(said)
                .build();
        GenerationPlan plan = resolver.resolve(TestModels.model(), request);
        Inpainting inpainting = plan.source().orElseThrow().inpainting().orElseThrow();
        assertThat(inpainting.onlyMasked().orElseThrow().region().toString())
                .isEqualTo("Region[left=20, top=30, width=40, height=80]");
        Raster drawn = image(run(Picture.of(plan, 0).begin()));
        assertThat(drawn.hasSize(200, 150)).isTrue();
        int changed = 0;
        for (int i = 0; i < white.length; i++) {
            boolean same = true;
            for (int c = 0; c < 3; c++) {
                same &= drawn.values()[3 * i + c] == image.values()[3 * i + c];
            }
            assertThat(same || white[i] != 0).isTrue();
            changed += same ? 0 : 1;
        }
        assertThat(changed).isBetween(300, 400);
    }

    private Blend blend(String content) {
        SourceRequest said = TestRequests.masked(picture(3), 0.5, upperHalf(), 0L, content);
        return first(run(Picture.of(plan("DDIM", 0, said), 0).begin())).blend().orElseThrow();
    }
}
