package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.TestRequests;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sampler that needs the unconditional output besides the guided one. */
class CfgPlusPlusTest extends ModesFixture {

    @ParameterizedTest
    @CsvSource({"0, 1", "0.5, 1.08", "1, 1.16", "7.5, 2.2", "12.5, 3"})
    void bothOutputsReachTheSamplerWhateverTheScale(double scale, float guided) {
        Denoising first = first("DDIM CFG++", scale);
        float[] output = first.read(FakeGateway.prediction(first.next(), rows(first)));

        int length = output.length / 2;
        assertThat(Arrays.copyOf(output, length)).containsOnly(guided);
        assertThat(Arrays.copyOfRange(output, length, output.length)).containsOnly(1);
        assertThat(first.advanced(output)).isInstanceOf(Denoising.class);
        assertThat(first.preview(output)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7.5, 16", "12.5, 26"})
    void othersGetTheGuidedOneAlone(double scale, float guided) {
        Denoising first = first("DDIM", scale);
        float[] output = first.read(FakeGateway.prediction(first.next(), rows(first)));

        assertThat(output).hasSize(first.sampler().latents().length).containsOnly(guided);
    }

    private Denoising first(String sampler, double scale) {
        GenerationPlan plan = resolver.resolve(
                TestModels.model(),
                TestRequests.small().sampler(sampler).guidance(scale).build());
        return all(run(Picture.of(plan, 0).begin()), Denoising.class).get(0);
    }

    /** An unconditional row of ones and a conditional one of threes. */
    private static float[] rows(Denoising state) {
        float[] values = state.next().inputs().get(0).floats().clone();
        assertThat(values).hasSize(2 * state.sampler().latents().length);
        Arrays.fill(values, 0, values.length / 2, 1);
        Arrays.fill(values, values.length / 2, values.length, 3);
        return values;
    }
}
