package dev.diffract.repository.kserve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotients are made in pieces of 1,024: sizes here are one, less, more, and no multiple of it. */
class FloatRowTest {

    @ParameterizedTest
    @CsvSource({
        "FP16, 1",
        "FP16, 1023",
        "FP16, 1024",
        "FP16, 1025",
        "FP16, 5000",
        "FP32, 1",
        "FP32, 1024",
        "FP32, 5000",
        "FP64, 2500"
    })
    void quotientsAreThoseOfDividingFirstToTheBit(TensorType type, int size) {
        Random random = new Random(size);
        float[] values = new float[size];
        float[] divided = new float[size];
        float divisor = 14.648f;
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(40) - 30));
            divided[i] = values[i] / divisor;
        }
        FloatRow row = FloatRow.quotients(values, divisor);
        assertThat(row.size()).isEqualTo(size);
        assertThat(row.values()).containsExactly(divided);
        assertThat(bytes(row, type)).isEqualTo(bytes(new FloatRow(divided), type));
    }

    private static byte[] bytes(FloatRow row, TensorType type) {
        ByteBuffer form = row.bytes(type);
        byte[] bytes = new byte[form.remaining()];
        form.get(bytes);
        return bytes;
    }
}
