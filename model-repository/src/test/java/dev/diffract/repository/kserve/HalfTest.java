package dev.diffract.repository.kserve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** By the format's definition (IEEE 754-2008, 3.4), of each of the 65,536. */
    @Test
    void everyHalfIsReadByTheThousandAsByItself() {
        byte[] bytes = new byte[2 << 16];
        for (int bits = 0; bits <= 0xffff; bits++) {
            bytes[2 * bits] = (byte) bits;
            bytes[2 * bits + 1] = (byte) (bits >> 8);
        }
        float[] values = new float[1 << 16];
        Half.unpack(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, values, values.length);
        for (int bits = 0; bits <= 0xffff; bits++) {
            int exponent = bits >> 10 & 31;
            int mantissa = bits & 0x3ff;
            double magnitude = exponent == 0 ? Math.scalb(mantissa, -24) : Math.scalb(1024 + mantissa, exponent - 25);
            if (exponent == 31) {
                magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
            Float expected = (float) (bits > 0x7fff ? -magnitude : magnitude);
            assertThat(values[bits]).as("bits %x", bits).isEqualTo(expected);
            assertThat(Float.floatToRawIntBits(values[bits]))
                    .isEqualTo(Float.floatToRawIntBits(Half.toFloat((short) bits)));
        }
    }

    /** Halves between neighbours of which each float below the middle goes down, each above goes up, and the middle to the even one. */
    @Test
    void everyBoundaryBetweenTwoHalvesIsWhereItShouldBe() {
        float[] values = new float[6 * 0x7c00];
        short[] expected = new short[values.length];
        int at = 0;
        for (int bits = 0; bits < 0x7c00; bits++) {
            double low = Half.toFloat((short) bits);
            double high = bits == 0x7bff ? 65536 : Half.toFloat((short) (bits + 1));
            float middle = (float) ((low + high) / 2);
            for (float sign : new float[] {1, -1}) {
                int ofSign = sign < 0 ? 0x8000 : 0;
                values[at] = sign * Math.nextDown(middle);
                expected[at++] = (short) (ofSign | bits);
                values[at] = sign * middle;
                expected[at++] = (short) (ofSign | bits + (bits & 1));
                values[at] = sign * Math.nextUp(middle);
                expected[at++] = (short) (ofSign | bits + 1);
            }
        }
        byte[] packed = new byte[2 * values.length];
        Half.pack(values, values.length, ByteBuffer.wrap(packed));
        short[] seen = new short[values.length];
        ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(seen);
        assertThat(seen).isEqualTo(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(Half.ofFloat(values[i])).isEqualTo(expected[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"7f800000, 7c00", "ff800000, fc00", "7f800001, 7e00", "ffc12345, fe00", "00000001, 0", "80000001, 8000"
    })
    void whatIsNoNumberOrNextToNothingKeepsItsSign(String bits, String half) {
        float value = Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
        byte[] packed = new byte[2];
        Half.pack(new float[] {value}, 1, ByteBuffer.wrap(packed));
        assertThat(Integer.toHexString(Half.ofFloat(value) & 0xffff)).isEqualTo(half);
        assertThat(Integer.toHexString((packed[1] & 0xff) << 8 | packed[0] & 0xff))
                .isEqualTo(half);
    }
}
