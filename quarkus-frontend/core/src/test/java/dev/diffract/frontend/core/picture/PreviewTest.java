package dev.diffract.frontend.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.request.TestRequests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewTest {

    @Test
    void everySoManyStepsAndNotTheLast() {
        assertThat(previews(request("Euler", 1L))).extracting(Preview::step).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(previews(request("Euler", 3L))).extracting(Preview::step).containsExactly(3, 6);
        assertThat(previews(request("Euler", 0L))).isEmpty();
        assertThat(previews(request("Euler", null))).isEmpty();
        assertThat(previews(request("Heun", 5L))).extracting(Preview::step).containsExactly(5, 10);
    }

    /** A deterministic run that ends at no noise makes the picture of its last estimate. */
    @Test
    void theLastEstimateIsThePicture() {
        List<PictureState> states = states(request("Euler", 1L));
        Denoising last = (Denoising) states.get(states.size() - 2);
        float[] output = last.read(FakeGateway.compute(last.next()));
        float[] estimate =
                last.picture().passes().get(0).sampler().orElseThrow().picture(last.sampler(), output);
        float[] drawn = ((Decoding) states.get(states.size() - 1)).latents();
        for (int i = 0; i < drawn.length; i++) {
            assertThat(estimate[i]).isCloseTo(drawn[i], within(1e-4f));
        }
    }

    @Test
    void hasAPixelPerLatentInTheColoursOfTheManifest() {
        Preview preview = previews(request("Euler", 1L)).get(6);
        assertThat(preview.width()).isEqualTo(8);
        assertThat(preview.height()).isEqualTo(16);
        float[] latents = preview.latents();
        byte[] rgb = preview.rgb();
        assertThat(rgb).hasSize(3 * 128);
        for (int pixel = 0; pixel < 128; pixel++) {
            for (int c = 0; c < 3; c++) {
                double colour = latents[c * 128 + pixel] + 0.1 * latents[3 * 128 + pixel] + 0.5;
                long wanted = Math.round(255 * Math.max(0, Math.min(1, colour)));
                assertThat((long) (rgb[3 * pixel + c] & 0xff)).isBetween(wanted - 1, wanted + 1);
            }
        }
    }

    @Test
    void doNotChangeThePicture() {
        List<PictureState> with = states(request("Euler a", 1L));
        List<PictureState> without = states(request("Euler a", null));
        assertThat(((Decoding) with.get(with.size() - 1)).latents())
                .isEqualTo(((Decoding) without.get(without.size() - 1)).latents());
    }

    @Test
    void aModelWithoutFactorsHasNone() {
        assertThatThrownBy(() -> TestPlans.of(TestModels.old(), request("Euler", 1L)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refusal -> assertThat(refusal.faults())
                                .containsExactly(new Fault(Field.PREVIEWS, new Rule.PreviewFactors("old"))));
        assertThat(TestPlans.of(TestModels.old(), request("Euler", 0L)).previewEvery())
                .isZero();
    }

    private static GenerationRequest request(String sampler, Long every) {
        return TestRequests.small().steps(8L).sampler(sampler).previews(every).build();
    }

    private static List<Preview> previews(GenerationRequest request) {
        return steps(request).stream()
                .map(Denoising.class::cast)
                .flatMap(step -> step.preview(step.read(FakeGateway.compute(step.next()))).stream())
                .toList();
    }

    private static List<PictureState> steps(GenerationRequest request) {
        return states(request).stream().filter(Denoising.class::isInstance).toList();
    }

    /** All before the picture. */
    private static List<PictureState> states(GenerationRequest request) {
        List<PictureState> states = new ArrayList<>();
        PictureState state = Picture.of(TestPlans.of(request), 0).begin();
        while (state instanceof Pending pending) {
            states.add(state);
            state = pending.accept(FakeGateway.compute(pending.next()));
        }
        return states;
    }
}
