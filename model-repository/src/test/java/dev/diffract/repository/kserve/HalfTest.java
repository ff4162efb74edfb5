package dev.diffract.repository.kserve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {

    @Test
    void everyHalfSurvivesTheRoundTrip() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = Half.toFloat((short) bits);
            if (Float.isNaN(value)) {
                assertThat(Half.toFloat(Half.ofFloat(value))).isNaN();
            } else {
                assertThat(Half.ofFloat(value)).as("bits %x", bits).isEqualTo((short) bits);
            }
        }
    }

    /** The right column is what NumPy 2 gives for np.float16(x).view(np.uint16). */
    @ParameterizedTest
    @CsvSource({
        "1.0, 3c00",
        "-2.0, c000",
        "65504.0, 7bff",
        "65519.996, 7bff",
        "65520.0, 7c00",
        "0.33333334, 3555",
        "6.1035156E-5, 400",
        "6.097555E-5, 3ff",
        "5.9604645E-8, 1",
        "2.9802322E-8, 0",
        "2.9802326E-8, 1",
        "8.940697E-8, 2",
        "1.0004883, 3c00",
        "1.0014648, 3c02",
        "-1.0E-9, 8000"
    })
    void roundsToTheNearestWithTiesToEven(float value, String bits) {
        assertThat(Integer.toHexString(Half.ofFloat(value) & 0xffff)).isEqualTo(bits);
    }
}
