package dev.diffract.frontend.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteTest {

    /** More than are looked at at a time. */
    private static final int COUNT = 1037;

    @ParameterizedTest
    @ValueSource(strings = {"7f800000", "ff800000", "7f800001", "ffc00000", "7fffffff", "ffffffff", "7fc12345"})
    void whatIsNoNumberIsFoundAtEveryPlace(String bits) {
        for (int place = 0; place < COUNT; place++) {
            float[] values = numbers();
            values[place] = value(bits);
            assertThat(Finite.all(values)).as("at %s", place).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"7f7fffff", "ff7fffff", "00000001", "80000001", "00000000", "80000000", "00800000", "3f800000"})
    void everyNumberIsOne(String bits) {
        float[] values = numbers();
        values[3] = value(bits);
        assertThat(Finite.all(values)).isTrue();
        assertThat(Finite.all(new float[0])).isTrue();
    }

    private static float[] numbers() {
        float[] numbers = new float[COUNT];
        Arrays.fill(numbers, -1.5f);
        return numbers;
    }

    private static float value(String bits) {
        return Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
    }
}
