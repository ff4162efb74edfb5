package dev.diffract.repository.kserve;

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
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) { // 65520 and above round to infinity
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) { // below 2^-14: a multiple of 2^-24
            return (short) (sign | (int) Math.rint(Math.abs(value) / SUBNORMAL_UNIT));
        }
        int rebiased = magnitude - (112 << 23);
        int rounded = rebiased + 0xfff + (rebiased >>> 13 & 1);
        return (short) (sign | rounded >>> 13);
    }
}
