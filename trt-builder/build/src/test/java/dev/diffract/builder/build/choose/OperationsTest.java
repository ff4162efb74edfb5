package dev.diffract.builder.build.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.SafetyChecker;
import org.junit.jupiter.api.Test;

/** Against what PyTorch's flop counter counts on diffusers' models of Stable Diffusion 1.5. */
class OperationsTest {

    private static final ModelSize SIZE = ModelSize.stableDiffusion15(SafetyChecker.AUTO);
    private static final Resolution SQUARE = new Resolution(512, 512);

    @Test
    void aSampleThroughTheUNetIsLessThanATeraflop() {
        assertThat(Operations.unet(SIZE, SQUARE)).isCloseTo(0.80e12, withinPercentage(3));
    }

    @Test
    void aPictureThroughTheDecoderIsThreeTimesAsMuch() {
        assertThat(Operations.decoder(SIZE, SQUARE)).isCloseTo(2.5e12, withinPercentage(3));
        assertThat(Operations.decoder(SIZE, new Resolution(1024, 512))).isEqualTo(2 * Operations.decoder(SIZE, SQUARE));
    }
}
