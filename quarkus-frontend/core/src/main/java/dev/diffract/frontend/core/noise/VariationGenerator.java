package dev.diffract.frontend.core.noise;

import java.nio.ByteBuffer;

/**
 * A generator whose first draw lies between those of two others: variations of a picture, as AUTOMATIC1111 makes them.
 * Each column of each channel is turned from the one towards the other (Shoemake 1985). The later draws are those of the
 * first generator.
 *
 * @param strength from 0, the first generator's draw, to 1, the second's
 * @param height rows of a latent
 * @param width columns of a latent
 */
record VariationGenerator(TorchGenerator from, TorchGenerator to, float strength, int height, int width)
        implements TorchGenerator {

    static final byte KIND = 2;

    /** From this mean cosine on, draws count as parallel, and turning one into the other would divide by zero. */
    private static final double PARALLEL = 0.9995;

    /**
     * @param count channels × height × width
     */
    @Override
    public Draw normal(int count) {
        if (count % (height * width) != 0) {
            throw new IllegalArgumentException(
                    "a draw of " + count + " values is not made of channels of " + height + "x" + width);
        }
        Draw first = from.normal(count);
        return new Draw(between(first.values(), to.normal(count).values()), first.next());
    }

    @Override
    public void put(ByteBuffer target) {
        target.put(KIND).putFloat(strength).putInt(height).putInt(width);
        from.put(target);
        to.put(target);
    }

    @Override
    public int byteCount() {
        return Byte.BYTES + Float.BYTES + 2 * Integer.BYTES + from.byteCount() + to.byteCount();
    }

    /** What {@link #put} wrote after its kind. */
    static VariationGenerator get(ByteBuffer source) {
        float strength = source.getFloat();
        int height = source.getInt();
        int width = source.getInt();
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a variation has no latents of " + height + "x" + width);
        }
        return new VariationGenerator(plain(source), plain(source), strength, height, width);
    }

    /** There are no variations of variations. */
    private static TorchGenerator plain(ByteBuffer source) {
        if (source.hasRemaining() && source.get(source.position()) == KIND) {
            throw new IllegalArgumentException("a variation lies between two generators that are none");
        }
        return TorchGenerator.get(source);
    }

    private float[] between(float[] low, float[] high) {
        double[] cosines = cosines(low, high);
        double mean = 0;
        for (double cosine : cosines) {
            mean += cosine / cosines.length;
        }
        float[] blend = new float[low.length];
        for (int column = 0; column < cosines.length; column++) {
            double angle = Math.acos(Math.max(-1, Math.min(1, cosines[column])));
            boolean straight = mean > PARALLEL || Math.sin(angle) == 0;
            float a = (float) (straight ? 1 - strength : Math.sin((1 - strength) * angle) / Math.sin(angle));
            float b = (float) (straight ? strength : Math.sin(strength * angle) / Math.sin(angle));
            int start = start(column);
            for (int i = start; i < start + height * width; i += width) {
                blend[i] = a * low[i] + b * high[i];
            }
        }
        return blend;
    }

    private double[] cosines(float[] low, float[] high) {
        double[] cosines = new double[low.length / height];
        for (int column = 0; column < cosines.length; column++) {
            double product = 0;
            double lowSquares = 0;
            double highSquares = 0;
            int start = start(column);
            for (int i = start; i < start + height * width; i += width) {
                product += (double) low[i] * high[i];
                lowSquares += (double) low[i] * low[i];
                highSquares += (double) high[i] * high[i];
            }
            cosines[column] = product / Math.sqrt(lowSquares * highSquares);
        }
        return cosines;
    }

    /** Where a column begins, columns counted through all channels. */
    private int start(int column) {
        return column / width * height * width + column % width;
    }
}
