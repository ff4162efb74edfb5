package dev.diffract.frontend.core.picture;

import static dev.diffract.frontend.core.picture.PictureRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.RandomRequests;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictureStateTest {

    static Stream<SamplerFactory> samplers() {
        return Samplers.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aPictureTakenUpFromAnyStateIsTheSame(SamplerFactory sampler) {
        List<PictureState> states = run(Picture.of(plan(sampler, 3.0), 0).begin());
        Raster image = ((Done) states.get(states.size() - 1)).image();
        for (PictureState state : states) {
            List<PictureState> again = run(state);
            assertThat(((Done) again.get(again.size() - 1)).image()).isEqualTo(image);
        }
    }

    /** Sampler options, schedules and clip skips drawn at random. */
    @TestFactory
    Stream<DynamicTest> aPictureOfAnyOptionsTakenUpFromAnyStateIsTheSame() {
        long base = System.nanoTime();
        return Stream.iterate(base, seed -> seed + 1)
                .limit(40)
                .map(seed -> DynamicTest.dynamicTest("drawn from seed " + seed, () -> {
                    GenerationPlan plan = TestPlans.of(RandomRequests.of(new Random(seed)));
                    List<PictureState> states = run(Picture.of(plan, 0).begin());
                    Raster image = ((Done) states.get(states.size() - 1)).image();
                    for (PictureState state : states) {
                        List<PictureState> again = run(state);
                        assertThat(((Done) again.get(again.size() - 1)).image()).isEqualTo(image);
                    }
                }));
    }

    @Test
    void aClipSkipAsksForItsLayerAndDrawsAnotherPicture() {
        GenerationRequest.Builder request = TestRequests.small();
        List<byte[]> pictures = new ArrayList<>();
        for (long skip = 1; skip <= 3; skip++) {
            GenerationRequest skipping = request.reading(null, null, skip).build();
            String output = skip == 1 ? "last_hidden_state" : "clip_skip_" + skip;
            assertThat(run(Picture.of(TestPlans.of(skipping), 0).begin()).stream()
                            .filter(Encoding.class::isInstance)
                            .map(state -> ((Pending) state).next().outputs()))
                    .containsExactly(List.of(output), List.of(output));
            pictures.add(rgb(skipping));
        }
        assertThat(pictures.get(0)).isEqualTo(rgb(TestRequests.small().build())).isNotEqualTo(pictures.get(1));
        assertThat(pictures.get(2)).isNotEqualTo(pictures.get(1));
    }

    @Test
    void goesThroughEncodingDenoisingAndDecoding() {
        List<PictureState> states = run(Picture.of(plan("DDIM", 3.0), 0).begin());
        assertThat(states.stream()
                        .filter(Pending.class::isInstance)
                        .map(state -> ((Pending) state).label())
                        .distinct())
                .containsExactly("text", "step 1/4", "step 2/4", "step 3/4", "step 4/4", "image");
        assertThat(states).hasSize(8);
    }

    @Test
    void guidanceSendsTheUnconditionalRowFirst() {
        InferenceCall call = denoising(3.0).next();
        assertThat(call.model()).isEqualTo(TestModels.UNET);
        assertThat(call.outputs()).containsExactly("out_sample");
        assertThat(call.inputs().stream().map(Tensor::toString))
                .containsExactly(
                        "sample FP32 [2, 4, 16, 8]", "timestep FP32 [2, 1]", "encoder_hidden_states FP32 [2, 16, 6]");
        float[] sample = call.inputs().get(0).floats();
        assertThat(sample[512]).isEqualTo(sample[0]);
        assertThat(call.inputs().get(1).floats()).containsExactly(751, 751);
        float[] text = call.inputs().get(2).floats();
        List<float[]> conditioning = denoising(3.0).conditioning().all().stream()
                .map(FloatRow::values)
                .toList();
        assertThat(text).startsWith(conditioning.get(0)).endsWith(conditioning.get(1)); // one chunk each
        assertThat(conditioning.get(0)).isNotEqualTo(conditioning.get(1));
    }

    @Test
    void withoutSpecialCharactersTheSyntaxMakesNoDifference() {
        GenerationRequest.Builder reading = GenerationRequest.builder()
                .prompt("a cat, red")
                .negativePrompt("dog")
                .steps(4L)
                .guidance(3.0)
                .size(64L, 128L)
                .noise(TestRequests.seed(42L))
                .sampler("Euler a")
                .count(1L);
        byte[] rgb = rgb(reading.build());
        for (String syntax : List.of("a1111", "compel", "plain")) {
            assertThat(rgb(reading.reading(syntax, null, null).build()))
                    .as(syntax)
                    .isEqualTo(rgb);
        }
    }

    @Test
    void aVariationIsBetweenThePicturesOfBothSeeds() {
        GenerationRequest.Builder request = GenerationRequest.builder()
                .prompt("a")
                .steps(4L)
                .guidance(1.0)
                .size(64L, 128L)
                .sampler("DDIM");
        byte[] one = rgb(request.noise(TestRequests.seed(42L)).build());
        byte[] other = rgb(request.noise(TestRequests.seed(77L)).build());
        assertThat(rgb(request.noise(new NoiseRequest(null, 42L, 77L, 0.0)).build()))
                .isEqualTo(one);
        assertThat(rgb(request.noise(new NoiseRequest(null, 42L, 77L, 1.0)).build()))
                .isEqualTo(other);
        assertThat(rgb(request.noise(new NoiseRequest(null, 42L, 77L, 0.3)).build()))
                .isNotEqualTo(one);
        assertThat(rgb(request.noise(new NoiseRequest("gpu", 42L, null, null)).build()))
                .isNotEqualTo(one);
    }

    @Test
    void withoutGuidanceThereIsOneRowAndNoNegativePrompt() {
        assertThat(denoising(1.0).next().inputs().get(0).shape()).containsExactly(1, 4, 16, 8);
        assertThat(denoising(1.0).conditioning().all()).hasSize(1);
    }

    @Test
    void theDecoderGetsLatentsWithoutTheScalingFactor() {
        List<PictureState> states = run(denoising(3.0));
        Decoding decoding = (Decoding) states.get(states.size() - 2);
        Tensor latents = decoding.next().inputs().get(0);
        assertThat(latents.toString()).isEqualTo("latent_sample FP32 [1, 4, 16, 8]");
        assertThat(latents.floats()[5]).isEqualTo(decoding.latents()[5] / 0.18215f);
    }

    @Test
    void guidanceIsComputedInSinglePrecision() {
        assertThat(Guidance.combine(new float[] {0.1f, -2f, 0.3f, 5f}, 7.5, 0))
                .containsExactly(0.1f + 7.5f * (0.3f - 0.1f), -2f + 7.5f * 7f);
    }

    @Test
    void answersThatAreNotWhatWasAskedForAreRefused() {
        Denoising denoising = denoising(3.0);
        refused(denoising, new InferenceResult(List.of()), "there is no output 'out_sample'");
        refused(
                denoising,
                floats("out_sample", 1, 4, 16, 8),
                "output out_sample FP32 [1, 4, 16, 8] should have shape [2, 4, 16, 8]");
        refused(
                denoising,
                new InferenceResult(List.of(Tensor.ofRaw(
                        "out_sample", TensorType.INT8, new long[] {2, 4, 16, 8}, ByteBuffer.allocate(1024)))),
                "tensor 'out_sample' of INT8 holds no floating point numbers");
        Decoding decoding = new Decoding(denoising.picture(), denoising.conditioning(), 0, new float[512]);
        refused(decoding, floats("image", 1, 128, 64, 3), "output image FP32 [1, 128, 64, 3] should be UINT8");
    }

    @Test
    void ensemblesOfOlderRepositoriesDoNotSayWhetherPixelsWereNumbers() {
        Denoising denoising = denoising(3.0);
        Decoding decoding = new Decoding(denoising.picture(), denoising.conditioning(), 0, new float[512]);
        List<Tensor> now = FakeGateway.compute(decoding.next()).outputs();

        assertThat(decoding.next().offered()).containsExactly("finite");
        assertThat(now).extracting(Tensor::name).containsExactly("image", "finite");
        assertThat(((Done) decoding.accept(new InferenceResult(List.of(now.get(0))))).image())
                .isEqualTo(((Done) decoding.accept(new InferenceResult(now))).image());
    }

    private static void refused(Pending state, InferenceResult result, String sentence) {
        assertThatThrownBy(() -> state.accept(result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private static InferenceResult floats(String name, long... shape) {
        float[] values = new float[(int) Tensor.elementCount(shape)];
        return new InferenceResult(List.of(Tensor.ofFloats(name, TensorType.FP32, shape, values)));
    }

    private static Denoising denoising(double guidance) {
        return (Denoising) run(Picture.of(plan("DDIM", guidance), 0).begin()).stream()
                .filter(Denoising.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] rgb(GenerationRequest request) {
        List<PictureState> states = run(Picture.of(TestPlans.of(request), 0).begin());
        return ((Done) states.get(states.size() - 1)).image().values();
    }

    private static GenerationPlan plan(String sampler, double guidance) {
        return TestPlans.of(
                TestRequests.small().guidance(guidance).sampler(sampler).build());
    }

    private static GenerationPlan plan(SamplerFactory sampler, double guidance) {
        return plan(sampler.displayName(), guidance);
    }
}
