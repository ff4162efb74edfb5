package dev.diffract.builder.graphs.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class PreviewFitTest {

    private static final List<List<Double>> FACTORS = List.of(
            List.of(0.03, -0.02, 0.01, 0.015), List.of(0.0, 0.025, -0.03, 0.005), List.of(-0.01, 0.01, 0.02, -0.04));
    private static final List<Double> BIAS = List.of(0.5, 0.45, 0.55);
    private static final PipelineNumbers NUMBERS = new PipelineNumbers(77, 96, 1, 4, 8, 0.18215);

    @Test
    void aLinearDecodersFactorsAreFound() {
        PreviewFactors fitted = PreviewFit.fit(new LinearVae(false, value -> value), NUMBERS, 128)
                .orElseThrow();

        isLinear(fitted);
        assertThat(fitted.error()).isLessThan(1e-5);
    }

    @Test
    void theyAreFoundWithAnEncoderToo() {
        // Each latent channel is the mean of a colour; a fourth one, the sum of two, adds nothing new.
        PreviewFactors fitted = PreviewFit.fit(new LinearVae(true, value -> value), NUMBERS, 128)
                .orElseThrow();

        assertThat(fitted.error()).isLessThan(1e-5);
        assertThat(fitted.bias().get(0)).isCloseTo(BIAS.get(0), within(1e-4));
    }

    @Test
    void latentsThatNeverVaryGiveTheMeanColour() {
        Vae still = new Vae() {
            @Override
            public Optional<float[]> encode(float[] picture, int side) {
                return Optional.of(new float[4 * side * side / 64]);
            }

            @Override
            public float[] decode(float[] latent, int side) {
                return new float[3 * side * side];
            }
        };
        PreviewFactors fitted = PreviewFit.fit(still, NUMBERS, 128).orElseThrow();

        assertThat(fitted.factors()).allSatisfy(row -> assertThat(row).containsOnly(0.0));
        assertThat(fitted.bias()).containsOnly(0.5);
    }

    @Test
    void numbersThatAreNotFiniteGiveNoFactors() {
        assertThat(PreviewFit.fit(new LinearVae(false, value -> Double.NaN), NUMBERS, 128))
                .isEmpty();
        assertThat(PreviewFit.fit(new LinearVae(false, value -> 1 / 0.0), NUMBERS, 128))
                .isEmpty();
    }

    @Test
    void theWorkStaysTheSameForLargerPictures() {
        assertThat(PreviewFit.pictures(64)).isEqualTo(16);
        assertThat(PreviewFit.pictures(128)).isEqualTo(16);
        assertThat(PreviewFit.pictures(192)).isEqualTo(7);
        assertThat(PreviewFit.pictures(512)).isEqualTo(4);
    }

    private static void isLinear(PreviewFactors fitted) {
        for (int colour = 0; colour < 3; colour++) {
            assertThat(fitted.bias().get(colour)).isCloseTo(BIAS.get(colour), within(1e-5));
            for (int channel = 0; channel < 4; channel++) {
                assertThat(fitted.factors().get(colour).get(channel))
                        .as("colour %d, channel %d", colour, channel)
                        .isCloseTo(FACTORS.get(colour).get(channel), within(1e-5));
            }
        }
    }

    /** Decodes by the factors above, a flat 8 × 8 square per latent pixel; encodes to the colours' means. */
    private record LinearVae(boolean encodes, DoubleUnaryOperator distortion) implements Vae {

        @Override
        public Optional<float[]> encode(float[] picture, int side) {
            if (!encodes) {
                return Optional.empty();
            }
            float[] means = Colours.of(picture, side, NUMBERS.vaeScale());
            List<Float> latent = new ArrayList<>();
            for (float mean : means) {
                latent.add(mean);
            }
            for (int i = 0; i < means.length / 3; i++) {
                latent.add(means[i] + means[means.length / 3 + i]);
            }
            float[] result = new float[latent.size()];
            for (int i = 0; i < result.length; i++) {
                result[i] = latent.get(i);
            }
            return Optional.of(result);
        }

        @Override
        public float[] decode(float[] latent, int side) {
            int small = side / 8;
            float[] decoded = new float[3 * side * side];
            for (int i = 0; i < decoded.length; i++) {
                int colour = i / (side * side);
                int pixel = i / side % side / 8 * small + i % side / 8;
                double value = BIAS.get(colour);
                for (int channel = 0; channel < 4; channel++) {
                    value += FACTORS.get(colour).get(channel)
                            * latent[channel * small * small + pixel]
                            * NUMBERS.scalingFactor();
                }
                decoded[i] = (float) distortion.applyAsDouble(value * 2 - 1);
            }
            return decoded;
        }
    }
}
