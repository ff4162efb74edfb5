package dev.diffract.repository.kserve;

import java.nio.ByteBuffer;

/** IEEE 754 binary16, which Java 17 has no conversions for. */
public final class Half {

    private static final int MAX_EXPONENT = 31;
    private static final int MANTISSA_BITS = 10;
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    private Half() {}

    /** The value of 16 bits as a float; exact. */
    public static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> MANTISSA_BITS) & MAX_EXPONENT;
        int mantissa = bits & 0x3ff;
        if (exponent == MAX_EXPONENT) {
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
        }
        if (exponent == 0) {
            float magnitude = mantissa * SUBNORMAL_UNIT;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
    }

    /** The nearest half, ties to even; beyond ±65504 (after rounding) infinity. NaN stays NaN. */
    public static short ofFloat(float value) {
        // No branch depends on the value: each case is computed, and one is taken.
        int bits = Float.floatToRawIntBits(value);
        int magnitude = bits & 0x7fffffff;
        int normal = (magnitude - (112 << 23) + 0xfff + (magnitude >>> 13 & 1)) >>> 13;
        // In a sum with a half the unit of the last place is 2^-24, that of the halves below 2^-14.
        int subnormal = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f) - 0x3f000000;
        int half = magnitude < 0x38800000 ? subnormal : normal;
        half = magnitude >= 0x477ff000 ? 0x7c00 : half; // 65520 and above round to infinity
        half = magnitude > 0x7f800000 ? 0x7e00 : half;
        return (short) ((bits >>> 16 & 0x8000) | half);
    }

    /**
     * Many values as halves.
     *
     * @param count how many of them, from the first on
     * @param into little-endian, takes two bytes a value from its position on, which is then behind them; in an array
     */
    static void pack(float[] values, int count, ByteBuffer into) {
        HalfPacking.pack(values, count, into.array(), into.arrayOffset() + into.position());
        into.position(into.position() + count * Short.BYTES);
    }

    /**
     * Many halves as floats.
     *
     * @param bytes little-endian
     * @param from which byte on, counted from the buffer's first
     * @param into from its begin on
     * @param count of values
     */
    static void unpack(ByteBuffer bytes, int from, float[] into, int count) {
        HalfUnpacking.unpack(bytes, from, into, count);
    }
}
