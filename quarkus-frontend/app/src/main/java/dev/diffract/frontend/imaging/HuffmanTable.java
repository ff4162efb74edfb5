package dev.diffract.frontend.imaging;

/**
 * Codes of up to 16 bits and what they stand for (ITU-T T.81, annex C). What most codes stand for is looked up by the next nine bits;
 * longer ones are compared with the last code of each length.
 */
final class HuffmanTable {

    private static final int LONGEST = 16;
    private static final int LOOKED_UP = 9;

    private final byte[] symbols;

    /** By the next bits: length of the code times 256, and its symbol; 0 if the code is longer, or none. */
    private final short[] known = new short[1 << LOOKED_UP];

    /** By length: the last code, filled up to 16 bits with ones; before the first of a length, as that of the one before. */
    private final int[] last = new int[LONGEST + 1];

    /** By length: what gives the place of a symbol with its code. */
    private final int[] place = new int[LONGEST + 1];

    /**
     * @param file in which it stands
     * @param start of the sixteen numbers of codes of each length, which the symbols follow
     * @throws UnreadableImageException if so many codes cannot be
     */
    HuffmanTable(byte[] file, int start) throws UnreadableImageException {
        int count = count(file, start);
        symbols = new byte[count];
        System.arraycopy(file, start + LONGEST, symbols, 0, count);
        int code = 0;
        int next = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int codes = file[start + length - 1] & 0xff;
            place[length] = next - code;
            if (code + codes > 1 << length) {
                throw UnreadableImageException.brokenJpeg(JpegFault.TABLE, start);
            }
            for (int i = 0; i < codes; i++) {
                know(code++, length, symbols[next++] & 0xff);
            }
            last[length] = (code << (LONGEST - length)) - 1;
            code <<= 1;
        }
    }

    /**
     * How many symbols a table has.
     *
     * @param start of the sixteen numbers, which lie in the file
     */
    static int count(byte[] file, int start) {
        int count = 0;
        for (int i = 0; i < LONGEST; i++) {
            count += file[start + i] & 0xff;
        }
        return count;
    }

    private void know(int code, int length, int symbol) {
        if (length <= LOOKED_UP) {
            int rest = LOOKED_UP - length;
            for (int i = 0; i < 1 << rest; i++) {
                known[(code << rest) + i] = (short) (length << 8 | symbol);
            }
        }
    }

    /**
     * What the next bits stand for, 0 to 255.
     *
     * @throws UnreadableImageException if they are no code, or too few
     */
    int next(JpegBits bits) throws UnreadableImageException {
        int ahead = bits.ahead(LONGEST);
        int found = known[ahead >> (LONGEST - LOOKED_UP)];
        if (found != 0) {
            bits.skip(found >> 8);
            return found & 0xff;
        }
        for (int length = LOOKED_UP + 1; length <= LONGEST; length++) {
            if (ahead <= last[length]) {
                bits.skip(length);
                return symbols[(ahead >> (LONGEST - length)) + place[length]] & 0xff;
            }
        }
        throw UnreadableImageException.brokenJpeg(JpegFault.CODE, bits.at());
    }

    /**
     * The difference that comes next: how many bits it has, by its code, and then the bits.
     *
     * @throws UnreadableImageException if they are no code of a difference, or too few
     */
    int difference(JpegBits bits) throws UnreadableImageException {
        int size = next(bits);
        if (size >= LONGEST) {
            throw UnreadableImageException.brokenJpeg(JpegFault.CODE, bits.at());
        }
        return bits.signed(size);
    }
}
