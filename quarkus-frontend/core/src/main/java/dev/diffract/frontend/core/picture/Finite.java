package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.NotFiniteException;

/** Numbers that must be numbers. */
public final class Finite {

    /** Values that are looked at at a time: they stay in the processor. */
    private static final int PIECE = 512;

    private Finite() {}

    /** Whether there is neither NaN nor infinity. */
    public static boolean all(float[] values) {
        float[] piece = new float[Math.min(PIECE, values.length)];
        float[] zeros = new float[piece.length];
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            System.arraycopy(values, from, piece, 0, count);
            addNothing(piece, count, zeros);
        }
        float sum = 0;
        for (float zero : zeros) {
            sum += zero;
        }
        return sum == 0;
    }

    /** Adds zero times each value: NaN is what NaN and infinity make of that, for good. A loop that compilers make of many values at a time. */
    private static void addNothing(float[] values, int count, float[] zeros) {
        for (int i = 0; i < count; i++) {
            zeros[i] += 0 * values[i];
        }
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
