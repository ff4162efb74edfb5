package dev.diffract.frontend.imaging;

/** The blocks of one component on their way into a file (ITU-T T.81, F.1.2). Not thread-safe. */
final class WrittenBlocks {

    /** Sixteen zeros that something follows. */
    private static final int MANY_ZEROS = 0xf0;

    private static final int END = 0;

    private final int[] counts;
    private final JpegCodes differences;
    private final JpegCodes frequencies;
    private int before;

    /**
     * @param counts what its coefficients count, in rows of eight
     */
    WrittenBlocks(int[] counts, JpegCodes differences, JpegCodes frequencies) {
        this.counts = counts;
        this.differences = differences;
        this.frequencies = frequencies;
    }

    /**
     * @param block samples less 128, in rows of eight; is overwritten
     */
    void write(int[] block, JpegOutput to) {
        Dct.forward(block);
        int first = quantised(block[0], counts[0]);
        number(differences, 0, first - before, to);
        before = first;
        int zeros = 0;
        for (int k = 1; k < Dct.VALUES; k++) {
            int place = JpegTables.ORDER[k];
            int value = quantised(block[place], counts[place]);
            if (value == 0) {
                zeros++;
                continue;
            }
            while (zeros > 15) {
                symbol(frequencies, MANY_ZEROS, to);
                zeros -= 16;
            }
            number(frequencies, zeros, value, to);
            zeros = 0;
        }
        if (zeros > 0) {
            symbol(frequencies, END, to);
        }
    }

    /** To the nearest; coefficients are eight times as large as they are. */
    private static int quantised(int coefficient, int count) {
        int divisor = count * Dct.SIDE;
        int size = (Math.abs(coefficient) + divisor / 2) / divisor;
        return coefficient < 0 ? -size : size;
    }

    private static void number(JpegCodes codes, int zeros, int value, JpegOutput to) {
        int size = Integer.SIZE - Integer.numberOfLeadingZeros(Math.abs(value));
        symbol(codes, zeros << 4 | size, to);
        to.bits(value < 0 ? value - 1 : value, size);
    }

    private static void symbol(JpegCodes codes, int symbol, JpegOutput to) {
        to.bits(codes.codes()[symbol], codes.lengths()[symbol]);
    }
}
