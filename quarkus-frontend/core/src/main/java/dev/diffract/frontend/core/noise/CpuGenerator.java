package dev.diffract.frontend.core.noise;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/** Torch's generator of the CPU (builds with AVX2), bit for bit. */
final class CpuGenerator implements TorchGenerator {

    static final byte KIND = 0;

    /** From this many values on, torch transforms whole blocks of this size in single precision. */
    private static final int BLOCK = 16;

    /** Added as torch adds it: a negative zero becomes a positive one. */
    private static final float MEAN = 0;

    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final int FLOAT_MASK = (1 << 24) - 1;
    private static final long DOUBLE_MASK = (1L << 53) - 1;

    private final MersenneTwister engine;
    private final OptionalDouble cached;

    private CpuGenerator(MersenneTwister engine, OptionalDouble cached) {
        this.engine = engine;
        this.cached = cached;
    }

    /**
     * @param seed any value; like torch's CPU generator, only its low 32 bits count
     */
    static CpuGenerator seeded(long seed) {
        return new CpuGenerator(MersenneTwister.seeded((int) seed), OptionalDouble.empty());
    }

    /** A cached value that is absent is written as not a number. */
    @Override
    public void put(ByteBuffer target) {
        target.put(KIND).putDouble(cached.orElse(Double.NaN));
        engine.put(target);
    }

    @Override
    public int byteCount() {
        return Byte.BYTES + Double.BYTES + MersenneTwister.byteCount();
    }

    /** What {@link #put} wrote after its kind. */
    static CpuGenerator get(ByteBuffer source) {
        double kept = source.getDouble();
        OptionalDouble cached = Double.isNaN(kept) ? OptionalDouble.empty() : OptionalDouble.of(kept);
        return new CpuGenerator(MersenneTwister.get(source), cached);
    }

    @Override
    public Draw normal(int count) {
        MersenneTwister copy = engine.copy();
        float[] values = new float[count];
        if (count < BLOCK) {
            OptionalDouble left = fillSingly(values, copy);
            return new Draw(values, new CpuGenerator(copy, left));
        }
        fillBlocks(values, copy);
        return new Draw(values, new CpuGenerator(copy, cached));
    }

    /** Box-Muller in double precision, one value at a time; the second of a pair is kept for later. */
    private OptionalDouble fillSingly(float[] values, MersenneTwister source) {
        OptionalDouble kept = cached;
        for (int i = 0; i < values.length; i++) {
            if (kept.isPresent()) {
                values[i] = (float) kept.getAsDouble() + MEAN;
                kept = OptionalDouble.empty();
            } else {
                double angle = 2 * Math.PI * uniformDouble(source);
                double radius = Math.sqrt(-2 * Math.log1p(-uniformDouble(source)));
                values[i] = (float) (radius * Math.cos(angle)) + MEAN;
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
            values[i] = radius * angle.cos() + MEAN;
            values[i + BLOCK / 2] = radius * angle.sin() + MEAN;
        }
    }

    private static double uniformDouble(MersenneTwister source) {
        long high = source.next() & 0xffffffffL;
        long low = source.next() & 0xffffffffL;
        return ((high << 32 | low) & DOUBLE_MASK) * 0x1p-53;
    }
}
