package dev.diffract.frontend.imaging;

import java.util.Arrays;

/**
 * The cosine transform that JPEG codes blocks of 8 x 8 samples in (ITU-T T.81, A.3.3), in whole numbers: once over the columns, once
 * over the rows. Each goes by sums and differences of what is alike in both halves of a row: even frequencies, then odd ones.
 */
final class Dct {

    static final int SIDE = 8;
    static final int VALUES = SIDE * SIDE;

    /** Fractions are of 2 to the power of this. */
    private static final int BITS = 13;

    /** Of the numbers between columns and rows. */
    private static final int MORE_BITS = 2;

    /** Each of the two passes multiplies by the square root of 8. */
    private static final int SCALE_BITS = 3;

    private static final int MIDDLE = 128;

    /** √2 cos(kπ/16). */
    private static final int C1 = fraction(1);

    private static final int C2 = fraction(2);
    private static final int C3 = fraction(3);
    private static final int C5 = fraction(5);
    private static final int C6 = fraction(6);
    private static final int C7 = fraction(7);

    private Dct() {}

    private static int fraction(int k) {
        return (int) Math.round(Math.sqrt(2) * Math.cos(k * Math.PI / 16) * (1 << BITS));
    }

    /**
     * Samples of a block.
     *
     * @param block its coefficients, in rows of eight; is overwritten. Those that no picture has give some samples or other
     * @param samples get the block, 0 to 255 each
     * @param at of its first sample in them
     * @param stride from a row of samples to the next
     */
    static void inverse(int[] block, byte[] samples, int at, int stride) {
        for (int column = 0; column < SIDE; column++) {
            column(block, column);
        }
        for (int row = 0; row < SIDE; row++) {
            row(block, row * SIDE, samples, at + row * stride);
        }
    }

    /** The same for a block that is one colour. */
    static void flat(int coefficient, byte[] samples, int at, int stride) {
        byte sample = sample(coefficient << (BITS + MORE_BITS));
        for (int row = 0; row < SIDE; row++) {
            Arrays.fill(samples, at + row * stride, at + row * stride + SIDE, sample);
        }
    }

    private static void column(int[] f, int i) {
        if ((f[i + 8] | f[i + 16] | f[i + 24] | f[i + 32] | f[i + 40] | f[i + 48] | f[i + 56]) == 0) {
            int all = f[i] << MORE_BITS;
            for (int row = 0; row < VALUES; row += SIDE) {
                f[i + row] = all;
            }
            return;
        }
        int sum = (f[i] + f[i + 32]) << BITS;
        int difference = (f[i] - f[i + 32]) << BITS;
        int turned = f[i + 16] * C2 + f[i + 48] * C6;
        int turnedBack = f[i + 16] * C6 - f[i + 48] * C2;
        int even0 = sum + turned;
        int even1 = difference + turnedBack;
        int even2 = difference - turnedBack;
        int even3 = sum - turned;
        int a = f[i + 8];
        int b = f[i + 24];
        int c = f[i + 40];
        int d = f[i + 56];
        int odd0 = a * C1 + b * C3 + c * C5 + d * C7;
        int odd1 = a * C3 - b * C7 - c * C1 - d * C5;
        int odd2 = a * C5 - b * C1 + c * C7 + d * C3;
        int odd3 = a * C7 - b * C5 + c * C3 - d * C1;
        f[i] = between(even0 + odd0);
        f[i + 8] = between(even1 + odd1);
        f[i + 16] = between(even2 + odd2);
        f[i + 24] = between(even3 + odd3);
        f[i + 32] = between(even3 - odd3);
        f[i + 40] = between(even2 - odd2);
        f[i + 48] = between(even1 - odd1);
        f[i + 56] = between(even0 - odd0);
    }

    private static void row(int[] f, int i, byte[] samples, int at) {
        int sum = (f[i] + f[i + 4]) << BITS;
        int difference = (f[i] - f[i + 4]) << BITS;
        int turned = f[i + 2] * C2 + f[i + 6] * C6;
        int turnedBack = f[i + 2] * C6 - f[i + 6] * C2;
        int even0 = sum + turned;
        int even1 = difference + turnedBack;
        int even2 = difference - turnedBack;
        int even3 = sum - turned;
        int a = f[i + 1];
        int b = f[i + 3];
        int c = f[i + 5];
        int d = f[i + 7];
        int odd0 = a * C1 + b * C3 + c * C5 + d * C7;
        int odd1 = a * C3 - b * C7 - c * C1 - d * C5;
        int odd2 = a * C5 - b * C1 + c * C7 + d * C3;
        int odd3 = a * C7 - b * C5 + c * C3 - d * C1;
        samples[at] = sample(even0 + odd0);
        samples[at + 1] = sample(even1 + odd1);
        samples[at + 2] = sample(even2 + odd2);
        samples[at + 3] = sample(even3 + odd3);
        samples[at + 4] = sample(even3 - odd3);
        samples[at + 5] = sample(even2 - odd2);
        samples[at + 6] = sample(even1 - odd1);
        samples[at + 7] = sample(even0 - odd0);
    }

    /**
     * Coefficients of a block, eight times as large as they are.
     *
     * @param block its samples less 128, in rows of eight; becomes them
     */
    static void forward(int[] block) {
        for (int row = 0; row < VALUES; row += SIDE) {
            forward(block, row, 1, BITS - MORE_BITS);
        }
        for (int column = 0; column < SIDE; column++) {
            forward(block, column, SIDE, BITS + MORE_BITS);
        }
    }

    /** One row or column, from one value to the next by a step, whose fractions lose so many bits. */
    private static void forward(int[] f, int i, int step, int lost) {
        int half = 1 << (lost - 1);
        int sum0 = f[i] + f[i + 7 * step];
        int sum1 = f[i + step] + f[i + 6 * step];
        int sum2 = f[i + 2 * step] + f[i + 5 * step];
        int sum3 = f[i + 3 * step] + f[i + 4 * step];
        int a = f[i] - f[i + 7 * step];
        int b = f[i + step] - f[i + 6 * step];
        int c = f[i + 2 * step] - f[i + 5 * step];
        int d = f[i + 3 * step] - f[i + 4 * step];
        int outer = sum0 - sum3;
        int inner = sum1 - sum2;
        f[i] = (((sum0 + sum1 + sum2 + sum3) << BITS) + half) >> lost;
        f[i + 4 * step] = (((sum0 - sum1 - sum2 + sum3) << BITS) + half) >> lost;
        f[i + 2 * step] = (outer * C2 + inner * C6 + half) >> lost;
        f[i + 6 * step] = (outer * C6 - inner * C2 + half) >> lost;
        f[i + step] = (a * C1 + b * C3 + c * C5 + d * C7 + half) >> lost;
        f[i + 3 * step] = (a * C3 - b * C7 - c * C1 - d * C5 + half) >> lost;
        f[i + 5 * step] = (a * C5 - b * C1 + c * C7 + d * C3 + half) >> lost;
        f[i + 7 * step] = (a * C7 - b * C5 + c * C3 - d * C1 + half) >> lost;
    }

    private static int between(int value) {
        int rest = BITS - MORE_BITS;
        return (value + (1 << (rest - 1))) >> rest;
    }

    private static byte sample(int value) {
        int rest = BITS + MORE_BITS + SCALE_BITS;
        int sample = ((value + (1 << (rest - 1))) >> rest) + MIDDLE;
        return (byte) Math.max(0, Math.min(sample, 255));
    }
}
