package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Lanczos;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Latents;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.request.TestRequests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Second passes. */
class HiresTest extends ModesFixture {

    @Test
    void aHiresFixDrawsOnFromEnlargedLatents() {
        GenerationPlan plan = plan("DDIM", new HiresRequest(2.0, "latent", 3L, 0.6));
        List<PictureState> states = run(Picture.of(plan, 0).begin());
        assertThat(labels(states)).startsWith("text", "step 1/11").endsWith("step 11/11", "image");
        assertThat(image(states).hasSize(128, 256)).isTrue();
        Denoising second = all(states, Denoising.class).get(8);
        assertThat(second.next().inputs().get(0).toString()).isEqualTo("sample FP32 [2, 4, 32, 16]");
        assertThat(second.next().inputs().get(1).floats())
                .containsOnly(sampler("DDIM", 5).timestep(2));
    }

    @Test
    void aPixelHiresFixIsImageToImageOfTheEnlargedPicture() {
        Raster small =
                image(run(Picture.of(plan("Euler a", 0, SourceRequest.NONE), 0).begin()));
        Raster large = Lanczos.resize(small, 128, 256);
        GenerationPlan fix = plan("Euler a", new HiresRequest(2.0, "pixel", 4L, 0.5));
        GenerationRequest imageToImage = GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .steps(8L)
                .guidance(3.0)
                .noise(TestRequests.seed(42L))
                .sampler("Euler a")
                .count(1L)
                .source(TestRequests.source(large, 0.5))
                .build();
        GenerationPlan plan = resolver.resolve(TestModels.model(), imageToImage);
        assertThat(image(run(Picture.of(fix, 0).begin())))
                .isEqualTo(image(run(Picture.of(plan, 0).begin())));
    }

    @Test
    void aHiresFixOfNoStrengthOnlyEnlarges() {
        GenerationPlan plan = plan("DDIM", new HiresRequest(2.0, "latent", null, 0.0));
        List<PictureState> states = run(Picture.of(plan, 0).begin());
        assertThat(image(states).hasSize(128, 256)).isTrue();
        assertThat(labels(states)).contains("step 8/8").doesNotContain("step 9/8");
    }

    @Test
    void latentsAreEnlargedAsTorchDoes() {
        // torch.nn.functional.interpolate(torch.tensor([[[[1., 2.], [4., 8.]]]]), size=(4, 3), mode="bilinear")
        float[] larger = Latents.resized(new float[] {1, 2, 4, 8}, new long[] {1, 1, 2, 2}, new long[] {1, 1, 4, 3});
        assertThat(larger)
                .containsExactly(
                        new float[] {1, 1.5f, 2, 1.75f, 2.625f, 3.5f, 3.25f, 4.875f, 6.5f, 4, 6, 8}, within(1e-6f));
    }
}
