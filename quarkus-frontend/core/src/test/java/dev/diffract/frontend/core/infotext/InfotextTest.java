package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Provenance;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InfotextTest {

    @Test
    void isWhatOtherToolsRead() {
        assertThat(Infotext.of(plan("demo", "ugly", "DPM++ 2M Karras", 7.5), 1, "0.1.0"))
                .isEqualTo("a cat,\non a mat\nNegative prompt: ugly\nSteps: 20, Sampler: DPM++ 2M, "
                        + "Schedule type: Karras, CFG scale: 7.5, Seed: 43, Size: 64x128, Model hash: 0123456789, "
                        + "Model: demo, RNG: CPU, Version: Diffract 0.1.0");
    }

    @Test
    void leavesAnEmptyNegativePromptOut() {
        assertThat(Infotext.of(plan("demo", "", "Euler a", 3.0), 0, "1"))
                .isEqualTo("a cat,\non a mat\nSteps: 20, Sampler: Euler a, Schedule type: Automatic, CFG scale: 3, "
                        + "Seed: 42, Size: 64x128, Model hash: 0123456789, Model: demo, RNG: CPU, Version: Diffract 1");
    }

    @Test
    void quotesWhatWouldBreakTheLine() {
        assertThat(Infotext.of(plan("a, \"b\": c", "", "DDIM", 1), 0, "1")).contains("Model: \"a, \\\"b\\\": c\", RNG");
    }

    /** As the interface says, in the text and in what is read of it. */
    @Test
    void afterTheLargestSeedComesNought() {
        GenerationPlan plan = TestPlans.of(GenerationRequest.builder()
                .prompt("a")
                .noise(TestRequests.seed(Long.MAX_VALUE))
                .count(2L)
                .build());
        assertThat(Infotext.of(plan, 0, "1")).contains(", Seed: 9223372036854775807,");
        assertThat(Infotext.of(plan, 1, "1")).contains(", Seed: 0,");
        GenerationPlan again =
                TestPlans.of(InfotextReader.read(Infotext.of(plan, 1, "1")).request());
        assertThat(again.noise().seedOf(0)).isEqualTo(plan.noise().seedOf(1)).isZero();
    }

    /** Other programs, and this one, pass by what they do not know: it asks for nothing. */
    @Test
    void saysThatAPictureWasStartedAgain() {
        GenerationPlan plan = plan("demo", "", "Euler a", 3.0);
        String text = Infotext.of(plan, 0, new Provenance(Optional.empty(), true), "1");
        assertThat(text).endsWith("RNG: CPU, Started again: True, Version: Diffract 1");
        assertThat(InfotextReader.read(text).request())
                .isEqualTo(InfotextReader.read(Infotext.of(plan, 0, "1")).request());
    }

    private static GenerationPlan plan(String model, String negative, String sampler, double guidance) {
        return TestPlans.of(
                TestModels.model(model, Optional.empty(), SchedulerConfigs.stableDiffusion()),
                GenerationRequest.builder()
                        .prompt("a cat,\non a mat")
                        .negativePrompt(negative)
                        .steps(20L)
                        .guidance(guidance)
                        .size(64L, 128L)
                        .noise(TestRequests.seed(42L))
                        .sampler(sampler)
                        .count(2L)
                        .build());
    }
}
