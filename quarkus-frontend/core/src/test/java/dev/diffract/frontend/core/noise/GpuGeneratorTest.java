package dev.diffract.frontend.core.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GpuGeneratorTest {

    @Test
    void drawsThePublishedValues() {
        assertClose(TorchGenerator.seededOnGpu(0).normal(4).values(), 1e-5f, -0.92466f, -0.42534f, -2.64385f, 0.14518f);
        assertClose(
                TorchGenerator.seededOnGpu(42).normal(4).values(),
                1e-7f,
                0.19401887f,
                2.161374f,
                -0.17205061f,
                0.84906006f);
    }

    @Test
    void aLongerDrawBeginsLikeAShorterOne() {
        TorchGenerator generator = TorchGenerator.seededOnGpu(3);
        assertThat(Arrays.copyOf(generator.normal(64).values(), 8))
                .isEqualTo(generator.normal(8).values());
    }

    @Test
    void everyDrawIsNewAndTheGeneratorStaysAsItIs() {
        TorchGenerator.Draw first = TorchGenerator.seededOnGpu(3).normal(8);
        assertThat(first.next().normal(8).values()).isNotEqualTo(first.values());
        assertThat(TorchGenerator.seededOnGpu(3).normal(8).values()).isEqualTo(first.values());
    }

    @Test
    void allBitsOfASeedCount() {
        assertThat(TorchGenerator.seededOnGpu((1L << 32) + 5).normal(8).values())
                .isNotEqualTo(TorchGenerator.seededOnGpu(5).normal(8).values());
    }

    @Test
    void isStandardNormal() {
        float[] values = TorchGenerator.seededOnGpu(11).normal(200_000).values();
        double mean = 0;
        double squares = 0;
        for (float value : values) {
            mean += value / (double) values.length;
            squares += value * (double) value / values.length;
        }
        assertThat(mean).isCloseTo(0, Offset.offset(0.01));
        assertThat(squares).isCloseTo(1, Offset.offset(0.02));
    }

    private static void assertClose(float[] values, float tolerance, float... expected) {
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(values[i]).isCloseTo(expected[i], Offset.offset(tolerance));
        }
    }
}
