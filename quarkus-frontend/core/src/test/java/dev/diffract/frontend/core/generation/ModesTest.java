package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Lanczos;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.picture.Blend;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Done;
import dev.diffract.frontend.core.picture.EncodingImage;
import dev.diffract.frontend.core.picture.Guidance;
import dev.diffract.frontend.core.picture.Latents;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.RequestResolver;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.repository.kserve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Image-to-image, inpainting and hires fix, on models that are formulas. */
class ModesTest {

    private static final int STEPS = 8;
    private static final int LATENTS = 4 * 16 * 8;

    private final RequestResolver resolver = new RequestResolver(GenerationLimits.DEFAULT, () -> 1);

    static Stream<SamplerFactory> samplers() {
        return Samplers.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aPictureOfAnyModeTakenUpFromAnyStateIsTheSame(SamplerFactory sampler) {
        String name = sampler.displayName();
        List<GenerationPlan> plans = List.of(
                plan(name, 0.6, SourceRequest.of(picture(1), 0.6)),
                plan(name, 0, SourceRequest.of(picture(1), 0.5).withMask(upperHalf(), 3L, "latent_noise")),
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
        GenerationPlan plan = plan("DDIM", 0, SourceRequest.of(picture(1), 0.5));
        List<PictureState> states = run(Picture.of(plan, 0).begin());
        assertThat(labels(states))
                .containsExactly("text", "source", "step 1/4", "step 2/4", "step 3/4", "step 4/4", "image");
        EncodingImage encoding = only(states, EncodingImage.class);
        assertThat(encoding.next().model()).isEqualTo("vae_encoder");
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
        Source source = new Source(picture(1), strength, Optional.empty(), Optional.empty());
        assertThat(steps - source.start(steps)).isEqualTo(run);
    }

    @Test
    void atStrengthZeroThePictureIsOnlyEncodedAndDecoded() {
        List<PictureState> states = run(Picture.of(plan("Euler a", 0, SourceRequest.of(picture(1), 0.0)), 0)
                .begin());
        assertThat(labels(states)).containsExactly("text", "source", "image");
        assertThat(only(states, Decoding.class).latents()).hasSize(LATENTS);
    }

    @Test
    void atStrengthOneThePictureStillShinesThrough() {
        Denoising one = first(run(Picture.of(plan("Euler", 0, SourceRequest.of(picture(1), 1.0)), 0)
                .begin()));
        Denoising other = first(run(Picture.of(plan("Euler", 0, SourceRequest.of(picture(2), 1.0)), 0)
                .begin()));
        assertThat(one.step()).isEqualTo(1);
        assertThat(one.label()).isEqualTo("step 1/8");
        assertThat(one.sampler().latents()).isNotEqualTo(other.sampler().latents());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void whatIsNotMaskedStaysTheOriginalToTheLastBit(SamplerFactory sampler) {
        Raster image = picture(3);
        SourceRequest said = SourceRequest.of(image, 1.0).withMask(upperHalf(), 0L, null);
        Raster drawn =
                image(run(Picture.of(plan(sampler.displayName(), 0, said), 0).begin()));
        int half = 64 * 64 * 3;
        assertThat(Arrays.copyOfRange(drawn.values(), half, 2 * half))
                .isEqualTo(Arrays.copyOfRange(image.values(), half, 2 * half));
        assertThat(Arrays.copyOf(drawn.values(), half)).isNotEqualTo(Arrays.copyOf(image.values(), half));
    }

    @Test
    void latentsOutsideOfTheMaskAreTheOriginalsWithTheNoiseThatIsLeft() {
        SourceRequest said = SourceRequest.of(picture(3), 0.5).withMask(upperHalf(), 0L, null);
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
        SourceRequest said = SourceRequest.of(picture(3), 1.0).withMask(upperHalf(), 0L, null);
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
                .seed(42L)
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
                .seed(42L)
                .sampler("Euler a")
                .count(1L)
                .source(SourceRequest.of(large, 0.5))
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

    private Blend blend(String content) {
        SourceRequest said = SourceRequest.of(picture(3), 0.5).withMask(upperHalf(), 0L, content);
        return first(run(Picture.of(plan("DDIM", 0, said), 0).begin())).blend().orElseThrow();
    }

    private GenerationPlan plan(String sampler, double rescale, SourceRequest source) {
        return resolver.resolve(TestModels.model(), request(sampler, rescale, source, null));
    }

    private GenerationPlan plan(String sampler, HiresRequest hires) {
        return resolver.resolve(TestModels.model(), request(sampler, 0, SourceRequest.NONE, hires));
    }

    private static GenerationRequest request(String sampler, double rescale, SourceRequest source, HiresRequest hires) {
        return GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .steps((long) STEPS)
                .guidance(3.0)
                .seed(42L)
                .sampler(sampler)
                .count(1L)
                .guidanceRescale(rescale)
                .source(source)
                .hires(hires)
                .build();
    }

    private static Sampler sampler(String name, int steps) {
        return Samplers.find(name).orElseThrow().create(TestModels.model().scheduler(), steps);
    }

    private static Raster picture(int seed) {
        return picture(seed, 64, 128);
    }

    private static Raster picture(int seed, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(seed).nextBytes(rgb);
        return Raster.rgb(width, height, rgb);
    }

    private static Raster upperHalf() {
        byte[] mask = new byte[64 * 128];
        Arrays.fill(mask, 0, 64 * 64, (byte) 255);
        return Raster.gray(64, 128, mask);
    }

    private static List<String> labels(List<PictureState> states) {
        return all(states, Pending.class).stream()
                .map(Pending::label)
                .distinct()
                .toList();
    }

    private static Raster image(List<PictureState> states) {
        return only(states, Done.class).image();
    }

    private static Denoising first(List<PictureState> states) {
        return all(states, Denoising.class).get(0);
    }

    private static <T> T only(List<PictureState> states, Class<T> kind) {
        List<T> found = all(states, kind);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static <T> List<T> all(List<PictureState> states, Class<T> kind) {
        return states.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<PictureState> run(PictureState from) {
        List<PictureState> states = new ArrayList<>(List.of(from));
        PictureState state = from;
        while (state instanceof Pending pending) {
            state = pending.accept(FakeGateway.compute(pending.next()));
            states.add(state);
        }
        return states;
    }
}
