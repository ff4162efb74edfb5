package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.NotFiniteException;

/** Numbers that must be numbers. */
public final class Finite {

    private static final int WITHOUT_SIGN = 0x7fffffff;

    /** The lowest bit of an exponent: added to one that is all ones, as those of NaN and infinity are, it becomes the sign. */
    private static final int EXPONENT = 0x00800000;

    private Finite() {}

    /** Whether there is neither NaN nor infinity. */
    public static boolean all(float[] values) {
        int signs = 0;
        for (float value : values) { // without a branch, so that it is computed eight at a time
            signs |= (Float.floatToRawIntBits(value) & WITHOUT_SIGN) + EXPONENT;
        }
        return signs >= 0;
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
