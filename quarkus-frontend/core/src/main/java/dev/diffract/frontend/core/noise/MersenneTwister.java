package dev.diffract.frontend.core.noise;

import java.nio.ByteBuffer;

/** MT19937 by Matsumoto and Nishimura (1998), seeded with 32 bits. Mutable: {@link TorchGenerator} copies it. */
final class MersenneTwister {

    private static final int N = 624;
    private static final int M = 397;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;
    private static final int MATRIX = 0x9908b0df;

    private final int[] state;
    private int position;

    private MersenneTwister(int[] state, int position) {
        this.state = state;
        this.position = position;
    }

    static MersenneTwister seeded(int seed) {
        int[] state = new int[N];
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
        return new MersenneTwister(state, N);
    }

    /** Bytes that {@link #put} writes. */
    static int byteCount() {
        return (N + 1) * Integer.BYTES;
    }

    void put(ByteBuffer target) {
        target.putInt(position);
        target.asIntBuffer().put(state);
        target.position(target.position() + N * Integer.BYTES);
    }

    /**
     * @throws IllegalArgumentException if {@link #put} did not write what comes next
     */
    static MersenneTwister get(ByteBuffer source) {
        int position = source.getInt();
        if (position < 0 || position > N) {
            throw new IllegalArgumentException("a generator's position must be from 0 to " + N + ", was " + position);
        }
        int[] state = new int[N];
        source.asIntBuffer().get(state);
        source.position(source.position() + N * Integer.BYTES);
        return new MersenneTwister(state, position);
    }

    MersenneTwister copy() {
        return new MersenneTwister(state.clone(), position);
    }

    /** The next 32 bits. */
    int next() {
        if (position == N) {
            twist();
            position = 0;
        }
        int y = state[position++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & UPPER) | (state[(i + 1) % N] & LOWER);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX);
        }
    }
}
