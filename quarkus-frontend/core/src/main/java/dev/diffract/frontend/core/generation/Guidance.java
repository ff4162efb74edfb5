package dev.diffract.frontend.core.generation;

import java.util.Arrays;

/** Classifier-free guidance (Ho and Salimans 2022): e = u + g·(c − u). */
final class Guidance {

    private Guidance() {}

    /**
     * @param rows the unconditional row, then the conditional one, of equal length
     * @param scale g
     * @return one row, in single precision and in the order of operations of diffusers
     */
    static float[] combine(float[] rows, double scale) {
        float g = (float) scale;
        int length = rows.length / 2;
        float[] guided = Arrays.copyOf(rows, length);
        for (int i = 0; i < length; i++) {
            guided[i] = rows[i] + g * (rows[length + i] - rows[i]);
        }
        return guided;
    }
}
