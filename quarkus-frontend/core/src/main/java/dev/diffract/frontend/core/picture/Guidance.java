package dev.diffract.frontend.core.picture;

import dev.diffract.repository.kserve.Tensor;
import java.util.Arrays;

/**
 * Classifier-free guidance (Ho and Salimans 2022): e = u + g·(c − u). Rescaled (Lin et al. 2023, section 3.4), e gets the
 * standard deviation of c, or something in between.
 */
public final class Guidance {

    /** Values of a row that are read at a time: they stay in the processor. */
    private static final int PIECE = 1024;

    private Guidance() {}

    /**
     * @param rows the unconditional row, then the conditional one, of equal length
     * @param scale g
     * @param rescale 0 leaves e as it is, 1 gives it the deviation of c
     * @return one row, in single precision and in the order of operations of diffusers
     */
    public static float[] combine(float[] rows, double scale, double rescale) {
        int length = rows.length / 2;
        float[] guided = Arrays.copyOf(rows, length);
        float[] conditional = Arrays.copyOfRange(rows, length, rows.length);
        guide(guided, conditional, length, (float) scale);
        return rescale == 0 ? guided : rescaled(guided, conditional, rescale);
    }

    /**
     * The same without rescaling, from an answer as it came, whose two rows are read in one loop.
     *
     * @param answer the unconditional row, then the conditional one
     * @return one row; with a NaN or infinity in it wherever the answer has one in either row
     */
    static float[] combine(Tensor answer, double scale) {
        float g = (float) scale;
        float[] guided = new float[Math.toIntExact(answer.elementCount() / 2)];
        float[] unconditional = new float[Math.min(PIECE, guided.length)];
        float[] conditional = new float[unconditional.length];
        for (int from = 0; from < guided.length; from += PIECE) {
            int count = Math.min(PIECE, guided.length - from);
            answer.floats(from, unconditional, count);
            answer.floats(guided.length + from, conditional, count);
            guide(unconditional, conditional, count, g);
            System.arraycopy(unconditional, 0, guided, from, count);
        }
        return guided;
    }

    /** Written over the unconditional row: of arrays that are read and written at different places, compilers make one value at a time. */
    private static void guide(float[] unconditional, float[] conditional, int count, float g) {
        for (int i = 0; i < count; i++) {
            unconditional[i] = unconditional[i] + g * (conditional[i] - unconditional[i]);
        }
    }

    private static float[] rescaled(float[] guided, float[] conditional, double rescale) {
        float ratio = deviation(conditional) / deviation(guided);
        float share = (float) rescale;
        float rest = (float) (1 - rescale);
        for (int i = 0; i < guided.length; i++) {
            guided[i] = share * (guided[i] * ratio) + rest * guided[i];
        }
        return guided;
    }

    /** Of a sample, as torch's {@code std}: divided by one less than there are values. */
    private static float deviation(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value;
        }
        mean /= values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return (float) Math.sqrt(squares / (values.length - 1));
    }
}
