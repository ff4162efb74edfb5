package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What AUTOMATIC1111 draws otherwise is named, and what it draws alike is not. */
class OtherRunsTest {

    /** AUTOMATIC1111 mixes both outputs whatever the scale. */
    @Test
    void aGuidanceBelowOneIsNamed() {
        for (String sampler : List.of("Euler a", "LCM", "DPM++ 2M Karras", "DDIM")) {
            String run = "a\nSteps: 20, Seed: 1, Sampler: " + sampler + ", CFG scale: ";
            assertThat(InfotextReader.read(run + "0.50").notRestorable())
                    .as(sampler)
                    .containsExactly("CFG scale: 0.5");
            assertThat(InfotextReader.read(run + "0").notRestorable())
                    .as(sampler)
                    .containsExactly("CFG scale: 0");
            assertThat(InfotextReader.read(run + "1").notRestorable())
                    .as(sampler)
                    .isEmpty();
            assertThat(InfotextReader.read(run + "0.5, Version: Diffract 0.1").notRestorable())
                    .as(sampler)
                    .isEmpty();
        }
        assertThat(InfotextReader.read("a\nSteps: 20, Seed: 1, Sampler: DDIM CFG++, CFG scale: 0.5")
                        .notRestorable())
                .isEmpty();
    }
}
