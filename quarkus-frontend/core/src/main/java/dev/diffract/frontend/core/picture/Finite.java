package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.NotFiniteException;

/** Numbers that must be numbers. */
public final class Finite {

    private static final int WITHOUT_SIGN = 0x7fffffff;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private Finite() {}

    /** Whether there is neither NaN nor infinity. */
    public static boolean all(float[] values) {
        // NaN and infinity are those whose bits, without the sign, are largest: a maximum of whole numbers is computed
        // eight at a time.
        int largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Float.floatToRawIntBits(value) & WITHOUT_SIGN);
        }
        return largest < INFINITY;
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
