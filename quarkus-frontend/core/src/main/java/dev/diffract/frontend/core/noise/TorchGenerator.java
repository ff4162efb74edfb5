package dev.diffract.frontend.core.noise;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * Standard normal noise, bit for bit as {@code torch.randn} draws it on the CPU (builds with AVX2). Immutable: a draw
 * gives the generator to go on with, so that a picture can be taken up again from any of its states.
 */
public final class TorchGenerator {

    /** From this many values on, torch transforms whole blocks of this size in single precision. */
    private static final int BLOCK = 16;

    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final int FLOAT_MASK = (1 << 24) - 1;
    private static final long DOUBLE_MASK = (1L << 53) - 1;

    private final MersenneTwister engine;
    private final OptionalDouble cached;

    private TorchGenerator(MersenneTwister engine, OptionalDouble cached) {
        this.engine = engine;
        this.cached = cached;
    }

    /**
     * @param seed any value; like torch's CPU generator, only its low 32 bits count
     */
    public static TorchGenerator seeded(long seed) {
        return new TorchGenerator(MersenneTwister.seeded((int) seed), OptionalDouble.empty());
    }

    /** Bytes that {@link #put} writes. */
    public static int byteCount() {
        return Double.BYTES + MersenneTwister.byteCount();
    }

    /** Writes where the generator is; a cached value that is absent is written as not a number. */
    public void put(ByteBuffer target) {
        target.putDouble(cached.orElse(Double.NaN));
        engine.put(target);
    }

    /**
     * A generator that goes on where {@link #put} was called.
     *
     * @throws IllegalArgumentException if {@link #put} did not write what comes next
     * @throws java.nio.BufferUnderflowException if there are too few bytes
     */
    public static TorchGenerator get(ByteBuffer source) {
        double kept = source.getDouble();
        OptionalDouble cached = Double.isNaN(kept) ? OptionalDouble.empty() : OptionalDouble.of(kept);
        return new TorchGenerator(MersenneTwister.get(source), cached);
    }

    /**
     * Draws {@code torch.randn(count)}.
     *
     * @param count at least 0
     */
    public Draw normal(int count) {
        MersenneTwister copy = engine.copy();
        float[] values = new float[count];
        if (count < BLOCK) {
            OptionalDouble left = fillSingly(values, copy);
            return new Draw(values, new TorchGenerator(copy, left));
        }
        fillBlocks(values, copy);
        return new Draw(values, new TorchGenerator(copy, cached));
    }

    /**
     * Drawn values, and the generator after them.
     *
     * @param values not to be changed
     */
    public record Draw(float[] values, TorchGenerator next) {}

    /** Box-Muller in double precision, one value at a time; the second of a pair is kept for later. */
    private OptionalDouble fillSingly(float[] values, MersenneTwister source) {
        OptionalDouble kept = cached;
        for (int i = 0; i < values.length; i++) {
            if (kept.isPresent()) {
                values[i] = (float) kept.getAsDouble();
                kept = OptionalDouble.empty();
            } else {
                double angle = 2 * Math.PI * uniformDouble(source);
                double radius = Math.sqrt(-2 * Math.log1p(-uniformDouble(source)));
                values[i] = (float) (radius * Math.cos(angle));
                kept = OptionalDouble.of(radius * Math.sin(angle));
            }
        }
        return kept;
    }

    private static void fillBlocks(float[] values, MersenneTwister source) {
        fillUniform(values, 0, source);
        int count = values.length;
        for (int from = 0; from + BLOCK <= count; from += BLOCK) {
            transform(values, from);
        }
        if (count % BLOCK != 0) { // the rest is drawn anew, as a whole block that overlaps the one before
            fillUniform(values, count - BLOCK, source);
            transform(values, count - BLOCK);
        }
    }

    private static void fillUniform(float[] values, int from, MersenneTwister source) {
        for (int i = from; i < values.length; i++) {
            values[i] = (source.next() & FLOAT_MASK) * 0x1p-24f;
        }
    }

    private static void transform(float[] values, int from) {
        for (int i = from; i < from + BLOCK / 2; i++) {
            float radius = (float) Math.sqrt(-2 * CephesFloat.log(1 - values[i]));
            CephesFloat.Angle angle = CephesFloat.Angle.reduce(TWO_PI * values[i + BLOCK / 2]);
            values[i] = radius * angle.cos();
            values[i + BLOCK / 2] = radius * angle.sin();
        }
    }

    private static double uniformDouble(MersenneTwister source) {
        long high = source.next() & 0xffffffffL;
        long low = source.next() & 0xffffffffL;
        return ((high << 32 | low) & DOUBLE_MASK) * 0x1p-53;
    }
}
