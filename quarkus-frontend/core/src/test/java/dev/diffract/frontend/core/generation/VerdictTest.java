package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a safety checker says of a picture is asked for and handed on. */
class VerdictTest extends GenerationFixture {

    private static final GenerationRequest REQUEST = GenerationRequest.builder()
            .prompt("cat")
            .negativePrompt("dog")
            .steps(4L)
            .guidance(3.0)
            .size(64L, 64L)
            .noise(TestRequests.seed(42L))
            .sampler("Euler a")
            .count(8L)
            .build();

    @Test
    void everyPictureHasItsOwnVerdict() {
        List<GeneratedImage> images =
                result(start(TestPlans.of(TestModels.judged(), REQUEST))).images();
        List<Boolean> flagged = new ArrayList<>();
        for (FakeGateway.Sent sent : gateway.sentTo("decode_image")) {
            assertThat(sent.call().outputs()).containsExactly("image", "has_nsfw_concepts");
            flagged.add(sent.call().inputs().get(0).floats()[0] > 0);
        }
        assertThat(images.stream().map(image -> image.flagged().orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(flagged)
                .contains(true, false);
    }

    @Test
    void withoutACheckerNothingIsAskedAndNothingSaid() {
        List<GeneratedImage> images =
                result(start(TestPlans.of(TestModels.model(), REQUEST))).images();
        assertThat(gateway.sentTo("decode_image"))
                .allSatisfy(sent -> assertThat(sent.call().outputs()).containsExactly("image"));
        assertThat(images).extracting(GeneratedImage::flagged).containsOnly(Optional.empty());
    }

    @Test
    void whatLiesBetweenTwoPassesIsNotJudged() {
        GenerationRequest hires = GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .steps(4L)
                .guidance(3.0)
                .size(64L, 64L)
                .noise(TestRequests.seed(42L))
                .sampler("Euler a")
                .count(1L)
                .guidanceRescale(0.0)
                .hires(new HiresRequest(2.0, "pixel", null, 0.4))
                .build();
        result(start(TestPlans.of(TestModels.judged(), hires)));
        assertThat(gateway.sentTo("decode_image").stream()
                        .map(FakeGateway.Sent::call)
                        .map(InferenceCall::outputs)
                        .distinct())
                .containsExactlyInAnyOrder(List.of("image"), List.of("image", "has_nsfw_concepts"));
    }

    @Test
    void anAnswerWithoutAVerdictIsRefused() {
        Decoding decoding = decoding(TestModels.judged());
        Tensor image = FakeGateway.compute(decoding.next()).outputs().get(0);
        refused(decoding, List.of(image), "there is no output 'has_nsfw_concepts'");
        Tensor number = Tensor.ofFloats("has_nsfw_concepts", TensorType.FP32, new long[] {1, 1}, new float[1]);
        refused(decoding, List.of(image, number), "output has_nsfw_concepts FP32 [1, 1] should be BOOL");
        Tensor two =
                Tensor.ofRaw("has_nsfw_concepts", TensorType.BOOL, new long[] {1, 2}, ByteBuffer.wrap(new byte[2]));
        refused(decoding, List.of(image, two), "output has_nsfw_concepts BOOL [1, 2] should have shape [1, 1]");
    }

    private static void refused(Decoding decoding, List<Tensor> outputs, String sentence) {
        assertThatThrownBy(() -> decoding.accept(new InferenceResult(outputs)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private static Decoding decoding(ModelDefinition model) {
        GenerationPlan plan = TestPlans.of(model, REQUEST);
        PictureState state = Picture.of(plan, 0).begin();
        while (!(state instanceof Decoding)) {
            Pending pending = (Pending) state;
            state = pending.accept(FakeGateway.compute(pending.next()));
        }
        return (Decoding) state;
    }
}
