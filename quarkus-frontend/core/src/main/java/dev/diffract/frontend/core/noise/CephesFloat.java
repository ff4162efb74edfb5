package dev.diffract.frontend.core.noise;

/**
 * Logarithm, sine and cosine in single precision: S. Moshier's Cephes polynomials, evaluated with fused multiply-add.
 * That is what vectorised builds of torch use, to the last bit; the functions of {@link Math} round differently. Without
 * branches: on random numbers every other one is mispredicted.
 */
final class CephesFloat {

    private static final int MANTISSA_BITS = 23;
    private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;
    private static final int EXPONENT_OF_HALF = 126;
    private static final int HALF_BITS = EXPONENT_OF_HALF << MANTISSA_BITS;
    private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710678f);
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float FOUR_OVER_PI = 1.27323954473516f;
    private static final float[] LOG = {
        7.0376836292e-2f,
        -1.1514610310e-1f,
        1.1676998740e-1f,
        -1.2420140846e-1f,
        1.4249322787e-1f,
        -1.6668057665e-1f,
        2.0000714765e-1f,
        -2.4999993993e-1f,
        3.3333331174e-1f
    };

    private CephesFloat() {}

    /**
     * @param x positive and normal
     */
    static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        int mantissaBits = (bits & MANTISSA_MASK) | HALF_BITS;
        int small = (mantissaBits - SQRT_HALF_BITS) >> 31; // all ones below √½, else 0
        int exponent = (bits >>> MANTISSA_BITS) - EXPONENT_OF_HALF + small;
        float mantissa = Float.intBitsToFloat(mantissaBits); // in [0.5, 1)
        float m = (mantissa - 1) + Float.intBitsToFloat(mantissaBits & small); // rounded twice, as the original is
        float z = m * m;
        float y = LOG[0];
        for (int i = 1; i < LOG.length; i++) {
            y = Math.fma(y, m, LOG[i]);
        }
        y *= m;
        y = Math.fma(y, z, exponent * LN2_LOW);
        y = Math.fma(z, -0.5f, y);
        return Math.fma(exponent, LN2_HIGH, m + y);
    }

    /** An angle brought into ± π/4, and the octant it came from. */
    record Angle(float x, int octant) {

        /**
         * @param angle radians, not negative
         */
        static Angle reduce(float angle) {
            int octant = (int) (angle * FOUR_OVER_PI) + 1 & ~1;
            float x = Math.fma(octant, -0.78515625f, angle);
            x = Math.fma(octant, -2.4187564849853515625e-4f, x);
            x = Math.fma(octant, -3.77489497744594108e-8f, x);
            return new Angle(x, octant);
        }

        float sin() {
            return chosen(sinePolynomial(), cosinePolynomial(), octant);
        }

        float cos() {
            return chosen(cosinePolynomial(), sinePolynomial(), octant + 2);
        }

        /** The first in octants whose second bit is 0, else the other; negative in those whose third bit is 1. */
        private float chosen(float even, float odd, int signs) {
            int swapped = -(octant >> 1 & 1);
            int bits = (Float.floatToRawIntBits(even) & ~swapped) | (Float.floatToRawIntBits(odd) & swapped);
            return Float.intBitsToFloat(bits ^ (signs & 4) << 29);
        }

        private float cosinePolynomial() {
            float z = x * x;
            float a = Math.fma(2.443315711809948e-5f, z, -1.388731625493765e-3f);
            a = Math.fma(a, z, 4.166664568298827e-2f);
            a *= z;
            a = Math.fma(a, z, -(0.5f * z));
            return a + 1;
        }

        private float sinePolynomial() {
            float z = x * x;
            float b = Math.fma(-1.9515295891e-4f, z, 8.3321608736e-3f);
            b = Math.fma(b, z, -1.6666654611e-1f);
            b *= z;
            return Math.fma(b, x, x);
        }
    }
}
