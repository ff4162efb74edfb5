package dev.diffract.frontend.core.noise;

import java.nio.ByteBuffer;

/**
 * Torch's generator of NVIDIA GPUs, computed on the CPU: Philox4x32-10 (Salmon et al. 2011) and Box-Muller's sine in single
 * precision, one block of the counter per value. It agrees with a GPU, up to the rounding of its logarithm and sine, as long as
 * a draw fits one pass of the GPU's grid, which latents do. AUTOMATIC1111's random number source "NV" takes the same in double
 * precision, and is a few millionths off at most where it was compared.
 *
 * @param seed the key
 * @param draws how many were made before
 */
record GpuGenerator(long seed, int draws) implements TorchGenerator {

    static final byte KIND = 1;

    private static final int ROUNDS = 10;
    private static final int MULTIPLIER_0 = 0xd2511f53;
    private static final int MULTIPLIER_1 = 0xcd9e8d57;
    private static final int WEYL_0 = 0x9e3779b9;
    private static final int WEYL_1 = 0xbb67ae85;

    private static final float UNIT = 0x1p-32f;
    private static final float ANGLE_UNIT = UNIT * (float) (2 * Math.PI);

    @Override
    public Draw normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = normalAt(i);
        }
        return new Draw(values, new GpuGenerator(seed, draws + 1));
    }

    @Override
    public void put(ByteBuffer target) {
        target.put(KIND).putLong(seed).putInt(draws);
    }

    @Override
    public int byteCount() {
        return Byte.BYTES + Long.BYTES + Integer.BYTES;
    }

    /** What {@link #put} wrote after its kind. */
    static GpuGenerator get(ByteBuffer source) {
        return new GpuGenerator(source.getLong(), source.getInt());
    }

    private float normalAt(int index) {
        int[] counter = {draws, 0, index, 0};
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = unsigned(counter[0]) * unsigned(MULTIPLIER_0);
            long product1 = unsigned(counter[2]) * unsigned(MULTIPLIER_1);
            counter[0] = (int) (product1 >>> 32) ^ counter[1] ^ key0;
            counter[2] = (int) (product0 >>> 32) ^ counter[3] ^ key1;
            counter[1] = (int) product1;
            counter[3] = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        float u = Math.fma((float) unsigned(counter[0]), UNIT, UNIT / 2);
        float angle = Math.fma((float) unsigned(counter[1]), ANGLE_UNIT, ANGLE_UNIT / 2);
        return (float) Math.sqrt(-2 * (float) Math.log(u)) * (float) Math.sin(angle);
    }

    private static long unsigned(int bits) {
        return bits & 0xffffffffL;
    }
}
