package dev.diffract.frontend.core.noise;

import java.util.Arrays;

/**
 * Seeds from a seed and a place in a tree, as {@code numpy.random.SeedSequence} makes them (O'Neill 2015): words are hashed into
 * a pool, every word of the pool is mixed with every other, and seeds are hashed out of it.
 */
final class SeedSequence {

    private static final int FIRST_HASH_IN = 0x43b0d7e5;
    private static final int NEXT_HASH_IN = 0x931e8875;
    private static final int FIRST_HASH_OUT = 0x8b51f9dd;
    private static final int NEXT_HASH_OUT = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private final int[] pool;
    private int hash = FIRST_HASH_IN;

    /**
     * @param entropy the seed, unsigned
     * @param size words of the pool
     * @param key where in the tree; nothing for the tree itself
     */
    SeedSequence(long entropy, int size, long... key) {
        pool = new int[size];
        int[] words = words(entropy);
        if (key.length > 0 && words.length < size) {
            words = Arrays.copyOf(words, size);
        }
        for (long part : key) {
            words = joined(words, words(part));
        }
        for (int i = 0; i < size; i++) {
            pool[i] = hashed(i < words.length ? words[i] : 0);
        }
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (from != to) {
                    pool[to] = mixed(pool[to], hashed(pool[from]));
                }
            }
        }
        for (int from = size; from < words.length; from++) {
            for (int to = 0; to < size; to++) {
                pool[to] = mixed(pool[to], hashed(words[from]));
            }
        }
    }

    /** The first seed, of 32 bits. */
    long first() {
        int value = (pool[0] ^ FIRST_HASH_OUT) * FIRST_HASH_OUT;
        value *= NEXT_HASH_OUT;
        return (value ^ value >>> 16) & 0xffffffffL;
    }

    private int hashed(int word) {
        int value = word ^ hash;
        hash *= NEXT_HASH_IN;
        value *= hash;
        return value ^ value >>> 16;
    }

    private static int mixed(int left, int right) {
        int value = MIX_LEFT * left - MIX_RIGHT * right;
        return value ^ value >>> 16;
    }

    /** Lowest first; one word at least. */
    private static int[] words(long value) {
        return value >>> 32 == 0 ? new int[] {(int) value} : new int[] {(int) value, (int) (value >>> 32)};
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
