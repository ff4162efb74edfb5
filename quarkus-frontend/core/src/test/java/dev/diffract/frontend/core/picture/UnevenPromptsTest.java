package dev.diffract.frontend.core.picture;

import static dev.diffract.frontend.core.picture.PictureRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.repository.kserve.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A prompt and a negative prompt of different lengths: chunks have 16 tokens here, so one has one chunk and the other two. */
class UnevenPromptsTest {

    @Test
    void paddedTextStatesFollowThePromptAndHaveOneLength() {
        List<float[]> text = steps(TestPlans.of(request().padConds(true).build())).stream()
                .map(step -> step.next().inputs().get(2))
                .peek(tensor -> assertThat(tensor.shape()).containsExactly(2, 32, 6))
                .map(Tensor::floats)
                .toList();
        assertThat(text).hasSize(4);
        assertThat(text.get(0)).isEqualTo(text.get(1)).isEqualTo(text.get(2)).isNotEqualTo(text.get(3));
    }

    @Test
    void rowsGoOneByOneUnlessTheyArePadded() {
        List<Denoising> calls = steps(TestPlans.of(request().build()));
        assertThat(calls).hasSize(8);
        for (int i = 0; i < calls.size(); i++) {
            Denoising call = calls.get(i);
            boolean conditional = i % 2 == 1;
            assertThat(call.next().inputs().get(0).shape()).containsExactly(1, 4, 16, 8);
            assertThat(call.next().inputs().get(1).shape()).containsExactly(1, 1);
            assertThat(call.next().inputs().get(2).shape()).containsExactly(1, conditional ? 16 : 32, 6);
            assertThat(call.endsStep()).isEqualTo(conditional);
            assertThat(call.step()).isEqualTo(i / 2 + 1);
        }
    }

    /** What two rows of a batch give, they give one by one, guided in the order in which they are of one length. */
    @Test
    void aStepOfTwoCallsIsGuidedAsOneOfTwoRows() {
        Denoising first = steps(TestPlans.of(request().build())).get(0);
        float[] unconditional = answer(first);
        Denoising second = (Denoising) first.accept(FakeGateway.compute(first.next()));
        float[] conditional = answer(second);
        assertThat(second.sampler()).isEqualTo(first.sampler());
        assertThat(second.preview(unconditional)).isEqualTo(first.preview(unconditional));

        float[] both = Arrays.copyOf(unconditional, 2 * unconditional.length);
        System.arraycopy(conditional, 0, both, unconditional.length, conditional.length);
        assertThat(second.read(FakeGateway.compute(second.next()))).isEqualTo(Guidance.combine(both, 3, 0));
        assertThat(unconditional).isNotEqualTo(conditional);
    }

    @Test
    void promptsOfOneLengthGoTogether() {
        GenerationPlan plan = TestPlans.of(request().negativePrompt("d").build());
        assertThat(steps(plan)).hasSize(4).allMatch(step -> step.next().rows() == 2);
        assertThat(Infotext.of(plan, 0, "1")).doesNotContain("Pad conds");
    }

    @Test
    void aPictureTakenUpBetweenTwoRowsIsTheSame() {
        GenerationPlan plan = TestPlans.of(request().build());
        List<PictureState> states = run(Picture.of(plan, 0).begin());
        Done done = (Done) states.get(states.size() - 1);
        for (PictureState state : states) {
            PictureState again = PictureSnapshot.read(new PictureSnapshot(state, List.of()).bytes(), plan)
                    .state();
            List<PictureState> rest = run(again);
            assertThat(((Done) rest.get(rest.size() - 1)).image()).isEqualTo(done.image());
        }
        GenerationPlan padded = TestPlans.of(request().padConds(true).build());
        List<PictureState> others = run(Picture.of(padded, 0).begin());
        assertThat(((Done) others.get(others.size() - 1)).image()).isNotEqualTo(done.image());
    }

    @Test
    void theInfotextSaysThatPromptsArePadded() {
        assertThat(Infotext.of(TestPlans.of(request().build()), 0, "1")).doesNotContain("Pad conds");
        assertThat(Infotext.of(TestPlans.of(request().padConds(true).build()), 0, "1"))
                .contains(", Pad conds: True, ");
    }

    private static GenerationRequest.Builder request() {
        return GenerationRequest.builder()
                .prompt("[a:b c:0.5]")
                .negativePrompt("d ".repeat(20))
                .steps(4L)
                .guidance(3.0)
                .size(64L, 128L)
                .noise(TestRequests.seed(42L))
                .sampler("DDIM")
                .count(1L);
    }

    private static float[] answer(Denoising denoising) {
        return FakeGateway.compute(denoising.next()).outputs().get(0).floats();
    }

    private static List<Denoising> steps(GenerationPlan plan) {
        return run(Picture.of(plan, 0).begin()).stream()
                .filter(Denoising.class::isInstance)
                .map(Denoising.class::cast)
                .toList();
    }
}
