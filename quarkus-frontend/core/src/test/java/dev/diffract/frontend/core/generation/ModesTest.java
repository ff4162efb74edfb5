package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.infotext.InfotextReader;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.EncodingImage;
import dev.diffract.frontend.core.picture.Guidance;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Image-to-image, inpainting and hires fix, on models that are formulas. */
class ModesTest extends ModesFixture {

    @ParameterizedTest
    @MethodSource("samplers")
    void aPictureOfAnyModeTakenUpFromAnyStateIsTheSame(SamplerFactory sampler) {
        String name = sampler.displayName();
        List<GenerationPlan> plans = List.of(
                plan(name, 0.6, TestRequests.source(picture(1), 0.6)),
                plan(name, 0, TestRequests.masked(picture(1), 0.5, upperHalf(), 3L, "latent_noise")),
                plan(name, new HiresRequest(2.0, "latent", 3L, 0.6)),
                plan(name, new HiresRequest(2.0, "pixel", null, 0.4)));
        for (GenerationPlan plan : plans) {
            List<PictureState> states = run(Picture.of(plan, 0).begin());
            Raster image = image(states);
            for (PictureState state : states) {
                assertThat(image(run(state))).isEqualTo(image);
            }
        }
    }

    @Test
    void aPictureIsEncodedAndDrawnFromItsNoisyLatents() {
        GenerationPlan plan = plan("DDIM", 0, TestRequests.source(picture(1), 0.5));
        List<PictureState> states = run(Picture.of(plan, 0).begin());
        assertThat(labels(states))
                .containsExactly("text", "source", "step 1/4", "step 2/4", "step 3/4", "step 4/4", "image");
        EncodingImage encoding = only(states, EncodingImage.class);
        assertThat(encoding.next().model()).isEqualTo(TestModels.name(ModelRole.VAE_ENCODER));
        assertThat(encoding.next().outputs()).containsExactly("latent_parameters");
        Tensor sample = encoding.next().inputs().get(0);
        assertThat(sample.toString()).isEqualTo("sample FP32 [1, 3, 128, 64]");
        assertThat(sample.floats()[64 * 128 + 1]).isEqualTo(2 * (picture(1).at(1, 0, 1) / 255f) - 1);
        float[] parameters = FakeGateway.compute(encoding.next())
                .find("latent_parameters")
                .orElseThrow()
                .floats();
        TorchGenerator.Draw posterior = TorchGenerator.seeded(42).normal(LATENTS);
        float[] noise = posterior.next().normal(LATENTS).values();
        Denoising first = first(states);
        float[] latents = new float[LATENTS];
        for (int i = 0; i < LATENTS; i++) {
            float deviation = (float) Math.exp(0.5f * parameters[LATENTS + i]);
            latents[i] = 0.18215f * (parameters[i] + deviation * posterior.values()[i]);
        }
        Sampler whole = sampler("DDIM", STEPS);
        assertThat(first.next().inputs().get(1).floats()).containsOnly(whole.timestep(4));
        assertThat(first.sampler().latents()).isEqualTo(whole.noised(latents, noise, 4));
        assertThat(first.sampler().noise().normal(20).values())
                .isEqualTo(posterior.next().normal(LATENTS).next().normal(20).values());
    }

    @ParameterizedTest
    @CsvSource({"20, 0.75, 15", "20, 0.55, 11", "50, 0.7, 35", "50, 0.58, 28", "10, 0.09, 0", "10, 0.1, 1", "7, 1, 7"})
    void strengthBecomesStepsAsInDiffusers(int steps, double strength, int run) {
        assertThat(steps - Source.beginning(strength, steps, false).start()).isEqualTo(run);
    }

    @ParameterizedTest
    @CsvSource({"20, 0.75, 16", "20, 0.5, 11", "50, 0.7, 36", "20, 0.05, 2", "20, 0, 1", "20, 1, 20", "7, 0.999, 7"})
    void strengthBecomesAStepMoreInTheOriginal(int steps, double strength, int run) {
        assertThat(steps - Source.beginning(strength, steps, true).start()).isEqualTo(run);
    }

    @Test
    void atStrengthZeroThePictureIsOnlyEncodedAndDecoded() {
        List<PictureState> states = run(Picture.of(plan("Euler a", 0, TestRequests.source(picture(1), 0.0)), 0)
                .begin());
        assertThat(labels(states)).containsExactly("text", "source", "image");
        assertThat(only(states, Decoding.class).latents()).hasSize(LATENTS);
    }

    @Test
    void atStrengthOneThePictureStillShinesThrough() {
        Denoising one = first(run(Picture.of(plan("Euler", 0, TestRequests.source(picture(1), 1.0)), 0)
                .begin()));
        Denoising other = first(run(Picture.of(plan("Euler", 0, TestRequests.source(picture(2), 1.0)), 0)
                .begin()));
        assertThat(one.step()).isEqualTo(1);
        assertThat(one.label()).isEqualTo("step 1/8");
        assertThat(one.sampler().latents()).isNotEqualTo(other.sampler().latents());
    }

    @Test
    void rescaledGuidanceHasTheDeviationOfTheConditionalRow() {
        Random random = new Random(7);
        float[] rows = new float[2000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        float[] plain = Guidance.combine(rows, 7.5, 0);
        float[] entirely = Guidance.combine(rows, 7.5, 1);
        float[] conditional = Arrays.copyOfRange(rows, 1000, 2000);
        assertThat(deviation(entirely)).isCloseTo(deviation(conditional), within(1e-5));
        assertThat(deviation(plain)).isGreaterThan(5);
        float[] partly = Guidance.combine(rows, 7.5, 0.7);
        for (int i = 0; i < partly.length; i++) {
            assertThat(partly[i]).isCloseTo(0.7f * entirely[i] + 0.3f * plain[i], within(1e-5f));
        }
    }

    @Test
    void theInfotextTellsTheMode() {
        SourceRequest said = new SourceRequest(
                picture(1), 0.5, null, new MaskRequest(upperHalf(), null, 0L, "latent_noise", true, 8L));
        assertThat(Infotext.of(plan("DDIM", 0.7, said), 0, "1"))
                .endsWith(
                        "Model: demo, Denoising strength: 0.5, RNG: CPU, Mask blur: 0, Inpaint area: Only masked, "
                                + "Masked area padding: 8, Masked content: latent noise, CFG Rescale: 0.7, Version: Diffract 1");
        assertThat(Infotext.of(plan("DDIM", new HiresRequest(2.0, null, null, 0.6)), 0, "1"))
                .contains("Size: 64x128,")
                .endsWith("Model: demo, Denoising strength: 0.6, RNG: CPU, Hires upscale: 2, Hires steps: 8, "
                        + "Hires upscaler: Latent, Version: Diffract 1");
    }

    /** What a text does not say draws another picture without a word: what is repainted, and how a picture was made to fit. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"crop, -, -", "fill, true, -", "stretch, -, -", "-, true, true", "-, -, true", "-, true, -"})
    void whatThePictureBeganWithIsReadAgain(String resizeMode, Boolean inverted, Boolean part) {
        MaskRequest mask = new MaskRequest(upperHalf(), inverted, 3L, "fill", part, part == null ? null : 8L);
        SourceRequest said = new SourceRequest(picture(1), 0.5, resizeMode, mask);
        SourceRequest read = InfotextReader.read(Infotext.of(plan("DDIM", 0, said), 0, "1"))
                .request()
                .source();
        assertThat(read)
                .isEqualTo(new SourceRequest(
                        null,
                        0.5,
                        resizeMode,
                        new MaskRequest(null, inverted, 3L, "fill", part, part == null ? null : 8L)));
    }

    private static double deviation(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
