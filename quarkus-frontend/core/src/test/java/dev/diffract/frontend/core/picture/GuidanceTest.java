package dev.diffract.frontend.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer is read in pieces of 1,024 values a row: sizes here are one, less, more, and no multiple of it. */
class GuidanceTest {

    @ParameterizedTest
    @CsvSource({
        "FP32, 1", "FP32, 1023", "FP32, 1024", "FP32, 1025", "FP32, 4100", "FP32, 16384",
        "FP16, 1", "FP16, 1023", "FP16, 1024", "FP16, 1025", "FP16, 4100", "FP16, 16384",
        "FP64, 1500"
    })
    void anAnswerIsGuidedAsItsRowsAreToTheBit(TensorType type, int length) {
        Random random = new Random(length);
        for (double scale : new double[] {0, 1, 1.1, 7.5, -3, 30}) {
            Tensor answer = answer(type, random(random, 2 * length));
            float[] guided = Guidance.combine(answer, scale);
            assertThat(bits(guided)).isEqualTo(bits(byOne(answer.floats(), (float) scale)));
            assertThat(bits(Guidance.combine(answer.floats(), scale, 0))).isEqualTo(bits(guided));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FP32, 0, NaN", "FP32, 1024, Infinity", "FP32, 2499, -Infinity", "FP32, 2500, NaN", "FP32, 4999, Infinity",
        "FP16, 0, Infinity", "FP16, 1023, NaN", "FP16, 2499, NaN", "FP16, 2500, -Infinity", "FP16, 4999, NaN"
    })
    void whatIsNoNumberIsFoundInEitherRow(TensorType type, int place, float value) {
        float[] values = random(new Random(place), 5000);
        assertThat(Finite.all(Guidance.combine(answer(type, values), 0))).isTrue();
        values[place] = value;
        for (double scale : new double[] {0, 1, 7.5, -3}) {
            assertThat(Finite.all(Guidance.combine(answer(type, values), scale)))
                    .isFalse();
        }
    }

    private static float[] byOne(float[] rows, float scale) {
        float[] guided = new float[rows.length / 2];
        for (int i = 0; i < guided.length; i++) {
            guided[i] = rows[i] + scale * (rows[guided.length + i] - rows[i]);
        }
        return guided;
    }

    private static Tensor answer(TensorType type, float[] rows) {
        return Tensor.ofFloats("noise", type, new long[] {2, rows.length / 2}, rows);
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(20) - 12));
        }
        return values;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
