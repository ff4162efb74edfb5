package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.NotFiniteException;

/** Numbers that must be numbers. */
public final class Finite {

    private static final int WITHOUT_SIGN = 0x7fffffff;
    static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private Finite() {}

    /** Whether there is neither NaN nor infinity. */
    public static boolean all(float[] values) {
        return largest(values, values.length) < INFINITY;
    }

    /**
     * The bits, without the sign, of the value among the first that is largest so, of which NaN and infinity are the largest.
     *
     * @param count how many are looked at
     */
    static int largest(float[] values, int count) {
        // NaN and infinity are those whose bits, without the sign, are largest: a maximum of whole numbers is computed
        // eight at a time.
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & WITHOUT_SIGN);
        }
        return largest;
    }

    /**
     * @param what they are, for people
     * @return the values
     * @throws NotFiniteException if one of them is NaN or infinity
     */
    static float[] checked(float[] values, String what) {
        if (!all(values)) {
            throw new NotFiniteException(what);
        }
        return values;
    }
}
